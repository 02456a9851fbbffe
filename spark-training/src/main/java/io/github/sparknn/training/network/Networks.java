package io.github.sparknn.training.network;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Ready-made configurations. */
public final class Networks {
  /** The names of hidden-layer activations that {@link #classifier} takes. */
  public static final List<String> ACTIVATIONS =
      List.of(
          "elu",
          "gelu",
          "identity",
          "leakyrelu",
          "relu",
          "selu",
          "sigmoid",
          "softplus",
          "swish",
          "tanh");

  /** The names of losses that {@link #regressor} takes: mean absolute error, mean squared error. */
  public static final List<String> DISTANCES = List.of("mae", "mse");

  private Networks() {}

  /**
   * A stack of dense layers with a softmax output and cross-entropy loss. Weights start from He's
   * normal distribution for the rectifier family, Glorot's otherwise and for the output layer;
   * biases from zero.
   *
   * @param hiddenLayers units per hidden layer; empty gives multinomial logistic regression
   * @param activation of the hidden layers, one of {@link #ACTIVATIONS}
   * @param dropout share of each hidden layer's outputs set to zero in training, in [0, 1)
   * @throws IllegalArgumentException if the activation is unknown
   */
  public static MultiLayerConfiguration classifier(
      int inputs,
      int[] hiddenLayers,
      String activation,
      double dropout,
      int classes,
      IUpdater optimizer,
      long seed) {
    return stack(
        inputs,
        hiddenLayers,
        activation,
        dropout,
        output(LossFunction.MCXENT, Activation.SOFTMAX, classes),
        optimizer,
        seed);
  }

  /**
   * As {@link #classifier}, with a sigmoid for each label, several of which may hold at once, and
   * binary cross-entropy summed over the labels.
   */
  public static MultiLayerConfiguration multiLabelClassifier(
      int inputs,
      int[] hiddenLayers,
      String activation,
      double dropout,
      int labels,
      IUpdater optimizer,
      long seed) {
    return stack(
        inputs,
        hiddenLayers,
        activation,
        dropout,
        output(LossFunction.XENT, Activation.SIGMOID, labels),
        optimizer,
        seed);
  }

  /**
   * As {@link #classifier}, with a linear output and a loss by distance, the mean over the targets.
   *
   * @param loss one of {@link #DISTANCES}: {@code mse}, the mean of (y - t)², or {@code mae}, the
   *     mean of |y - t|
   * @throws IllegalArgumentException if activation or loss are unknown
   */
  public static MultiLayerConfiguration regressor(
      int inputs,
      int[] hiddenLayers,
      String activation,
      double dropout,
      int targets,
      String loss,
      IUpdater optimizer,
      long seed) {
    LossFunction distance =
        switch (loss) {
          case "mse" -> LossFunction.MSE;
          case "mae" -> LossFunction.MEAN_ABSOLUTE_ERROR;
          default ->
              throw new IllegalArgumentException(
                  "Invalid loss: " + loss + " (must be one of " + DISTANCES + ")");
        };
    return stack(
        inputs,
        hiddenLayers,
        activation,
        dropout,
        output(distance, Activation.IDENTITY, targets),
        optimizer,
        seed);
  }

  /**
   * A network that gives its inputs again, through a narrow layer: dense layers down to the last of
   * the encoder's, the same up again without that one, and a linear output of as many values as
   * there are inputs; the loss is the mean squared error. Else as {@link #classifier}.
   *
   * @param encoder units of the encoder's layers, the encoding's last; at least one
   * @throws IllegalArgumentException if the activation is unknown or the encoder has no layer
   */
  public static MultiLayerConfiguration autoencoder(
      int inputs, int[] encoder, String activation, double dropout, IUpdater optimizer, long seed) {
    if (encoder.length == 0) {
      throw new IllegalArgumentException(
          "Invalid hiddenLayers: [] (must be the encoder's layers, at least one)");
    }
    int[] layers = Arrays.copyOf(encoder, 2 * encoder.length - 1);
    for (int i = encoder.length; i < layers.length; i++) {
      layers[i] = encoder[2 * encoder.length - 2 - i];
    }
    return regressor(inputs, layers, activation, dropout, inputs, "mse", optimizer, seed);
  }

  private static OutputLayer.Builder output(LossFunction loss, Activation activation, int outputs) {
    return new OutputLayer.Builder(loss)
        .nOut(outputs)
        .activation(activation)
        .weightInit(WeightInit.XAVIER);
  }

  private static MultiLayerConfiguration stack(
      int inputs,
      int[] hiddenLayers,
      String activation,
      double dropout,
      OutputLayer.Builder output,
      IUpdater optimizer,
      long seed) {
    if (!ACTIVATIONS.contains(activation)) {
      throw new IllegalArgumentException(
          "Invalid activation: " + activation + " (must be one of " + ACTIVATIONS + ")");
    }
    Activation hidden = Activation.fromString(activation);
    NeuralNetConfiguration.ListBuilder layers =
        new NeuralNetConfiguration.Builder().seed(seed).updater(optimizer).list();
    int width = inputs;
    for (int i = 0; i < hiddenLayers.length; i++) {
      DenseLayer.Builder layer =
          new DenseLayer.Builder()
              .nIn(width)
              .nOut(hiddenLayers[i])
              .activation(hidden)
              .weightInit(weightInit(activation));
      // DL4J drops a layer's input and takes the probability of keeping a value.
      layers.layer(i > 0 && dropout > 0 ? layer.dropOut(1 - dropout).build() : layer.build());
      width = hiddenLayers[i];
    }
    output.nIn(width);
    boolean dropped = hiddenLayers.length > 0 && dropout > 0;
    return layers.layer(dropped ? output.dropOut(1 - dropout).build() : output.build()).build();
  }

  private static WeightInit weightInit(String activation) {
    return switch (activation) {
      case "relu", "leakyrelu", "elu", "gelu", "swish" -> WeightInit.RELU;
      case "selu" -> WeightInit.LECUN_NORMAL;
      default -> WeightInit.XAVIER;
    };
  }
}
