package io.github.sparknn.training.network;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * Ready-made configurations: {@code Networks.cnn(1, 28, 28).convolution(10,
 * 5).maxPooling(2).dense(50).classifier(10)}.
 */
public final class Networks {
  /** The names of hidden-layer activations that {@link NetworkBuilder#activation} takes. */
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

  /** Images of less than this height or width lose all of their positions in LeNet's windows. */
  private static final int SMALLEST_UNPADDED_LENET = 16;

  private Networks() {}

  /**
   * A multilayer perceptron: a stack of dense layers over flat features.
   *
   * @param inputs features per example
   * @param hiddenLayers units per hidden layer; none gives a linear model
   * @throws IllegalArgumentException if a number is less than 1
   */
  public static DenseNetworkBuilder mlp(int inputs, int... hiddenLayers) {
    return new DenseNetworkBuilder(inputs).dense(hiddenLayers);
  }

  /**
   * A convolutional network over images, whose blocks are added by the builder's methods.
   *
   * @throws IllegalArgumentException if a number is less than 1
   */
  public static ImageNetworkBuilder cnn(int channels, int height, int width) {
    return new ImageNetworkBuilder(channels, height, width);
  }

  /**
   * LeNet in its usual modern form: 20 and 50 filters of 5x5 with rectifiers, each followed by
   * pooling of 2x2, then 500 dense units. Images of less than 16 rows or columns are padded with
   * zeros ({@link ImageNetworkBuilder#samePadding}).
   *
   * <p>Source: LeCun et al., "Gradient-Based Learning Applied to Document Recognition", 1998; the
   * sizes are those of Caffe's example.
   *
   * @throws IllegalArgumentException if a number is less than 1
   */
  public static ImageNetworkBuilder lenet(int channels, int height, int width) {
    ImageNetworkBuilder images = cnn(channels, height, width);
    if (Math.min(height, width) < SMALLEST_UNPADDED_LENET) {
      images.samePadding();
    }
    return images.convolution(20, 5).maxPooling(2).convolution(50, 5).maxPooling(2).dense(500);
  }

  /**
   * A recurrent network over sequences of any length: layers of long short-term memory, the last
   * step's output of the last of them, then the output layer.
   *
   * @param features values of one time step
   * @param units of each recurrent layer, at least one layer
   * @throws IllegalArgumentException if a number is less than 1 or there are no units
   */
  public static SequenceNetworkBuilder lstm(int features, int... units) {
    return new SequenceNetworkBuilder(features, units);
  }

  /**
   * A network over sequences of ids, such as those of words: a vector of its own for each id, then
   * layers of long short-term memory as in {@link #lstm}, or none where the steps are pooled.
   *
   * @param vocabulary number of ids, which are 0 to one less
   * @param size of the vectors
   * @param units of each recurrent layer
   * @throws IllegalArgumentException if a number is less than 1
   */
  public static SequenceNetworkBuilder embedding(int vocabulary, int size, int... units) {
    return new SequenceNetworkBuilder(vocabulary, size, units);
  }

  /**
   * {@link #mlp} as one call, with a softmax output and cross-entropy loss.
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
    return mlp(inputs, hiddenLayers)
        .activation(activation)
        .dropout(dropout)
        .optimizer(optimizer)
        .seed(seed)
        .classifier(classes);
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
    return mlp(inputs, hiddenLayers)
        .activation(activation)
        .dropout(dropout)
        .optimizer(optimizer)
        .seed(seed)
        .multiLabel(labels);
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
    return mlp(inputs, hiddenLayers)
        .activation(activation)
        .dropout(dropout)
        .optimizer(optimizer)
        .seed(seed)
        .regressor(targets, loss);
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
}
