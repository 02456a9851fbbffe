package io.github.sparknn.training.network;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Builds a configuration: layers of its own kind, then dense layers, then the output layer that the
 * last call names. Weights start from He's normal distribution for the rectifier family, LeCun's
 * for selu, Glorot's otherwise and for the output layer; biases from zero.
 *
 * @param <B> the builder itself, for chained calls
 */
public abstract class NetworkBuilder<B extends NetworkBuilder<B>> {
  private static final double DEFAULT_LEARNING_RATE = 1e-3;

  private final List<Integer> dense = new ArrayList<>();
  private String activation = "relu";
  private double dropout;
  private IUpdater optimizer = new Adam(DEFAULT_LEARNING_RATE);
  private long seed = 1;

  NetworkBuilder() {}

  abstract B self();

  abstract InputType inputType();

  /** The layers before the dense ones, in order. */
  abstract List<Layer> ownLayers();

  /** Whether dropout is applied to the output of the last of {@link #ownLayers}. */
  abstract boolean dropsOwnOutput();

  /**
   * Adds dense layers after all others, with {@link #activation}.
   *
   * @param units of each layer
   * @throws IllegalArgumentException if a number is less than 1
   */
  public B dense(int... units) {
    for (int count : units) {
      dense.add(positive("units", count));
    }
    return self();
  }

  /**
   * The activation of hidden layers other than recurrent ones, one of {@link Networks#ACTIVATIONS};
   * default relu.
   *
   * @throws IllegalArgumentException if it is unknown
   */
  public B activation(String name) {
    if (!Networks.ACTIVATIONS.contains(name)) {
      throw new IllegalArgumentException(
          "Invalid activation: " + name + " (must be one of " + Networks.ACTIVATIONS + ")");
    }
    activation = name;
    return self();
  }

  /**
   * Share of each dense and each recurrent layer's outputs that is set to zero in training; default
   * 0.
   *
   * @throws IllegalArgumentException if it is not in [0, 1)
   */
  public B dropout(double share) {
    if (!(share >= 0 && share < 1)) {
      throw new IllegalArgumentException("Invalid dropout: " + share + " (must be in [0, 1))");
    }
    dropout = share;
    return self();
  }

  /** The optimizer; default Adam with learning rate 0.001. */
  public B optimizer(IUpdater updater) {
    optimizer = updater;
    return self();
  }

  /** The seed of the initial weights; default 1. */
  public B seed(long value) {
    seed = value;
    return self();
  }

  /**
   * One class of several: softmax output and cross-entropy loss.
   *
   * @throws IllegalArgumentException if classes is less than 1
   */
  public MultiLayerConfiguration classifier(int classes) {
    return build(positive("classes", classes), Activation.SOFTMAX, LossFunction.MCXENT);
  }

  /**
   * Numbers: identity output and mean squared error.
   *
   * @throws IllegalArgumentException if targets is less than 1
   */
  public MultiLayerConfiguration regressor(int targets) {
    return regressor(targets, "mse");
  }

  /**
   * Numbers: identity output and a loss by distance, the mean over the targets.
   *
   * @param loss one of {@link Networks#DISTANCES}: {@code mse}, the mean of (y - t)², or {@code
   *     mae}, the mean of |y - t|
   * @throws IllegalArgumentException if targets is less than 1 or the loss is unknown
   */
  public MultiLayerConfiguration regressor(int targets, String loss) {
    LossFunction distance =
        switch (loss) {
          case "mse" -> LossFunction.MSE;
          case "mae" -> LossFunction.MEAN_ABSOLUTE_ERROR;
          default ->
              throw new IllegalArgumentException(
                  "Invalid loss: " + loss + " (must be one of " + Networks.DISTANCES + ")");
        };
    return build(positive("targets", targets), Activation.IDENTITY, distance);
  }

  /**
   * Any number of labels at once, each present or not: sigmoid output and binary cross-entropy.
   *
   * @throws IllegalArgumentException if labels is less than 1
   */
  public MultiLayerConfiguration multiLabel(int labels) {
    return build(positive("labels", labels), Activation.SIGMOID, LossFunction.XENT);
  }

  private MultiLayerConfiguration build(int outputs, Activation function, LossFunction loss) {
    NeuralNetConfiguration.ListBuilder layers =
        new NeuralNetConfiguration.Builder().seed(seed).updater(optimizer).list();
    ownLayers().forEach(layers::layer);
    boolean dropped = dropsOwnOutput();
    for (int units : dense) {
      layers.layer(dropInput(hidden(new DenseLayer.Builder().nOut(units)), dropped).build());
      dropped = true;
    }
    BaseOutputLayer.Builder<?> output = outputLayer(loss);
    output.nOut(outputs).activation(function).weightInit(WeightInit.XAVIER);
    return layers.layer(dropInput(output, dropped).build()).setInputType(inputType()).build();
  }

  /** The output layer, without size and activation. */
  BaseOutputLayer.Builder<?> outputLayer(LossFunction loss) {
    return new OutputLayer.Builder(loss);
  }

  /** Gives a layer the activation of hidden layers and the weights that fit it. */
  <L extends FeedForwardLayer.Builder<L>> L hidden(L layer) {
    return layer.activation(Activation.fromString(activation)).weightInit(weightInit());
  }

  /** DL4J drops a layer's input and takes the probability of keeping a value. */
  <L extends Layer.Builder<?>> L dropInput(L layer, boolean dropped) {
    if (dropped && dropout > 0) {
      layer.dropOut(1 - dropout);
    }
    return layer;
  }

  private WeightInit weightInit() {
    return switch (activation) {
      case "relu", "leakyrelu", "elu", "gelu", "swish" -> WeightInit.RELU;
      case "selu" -> WeightInit.LECUN_NORMAL;
      default -> WeightInit.XAVIER;
    };
  }

  static int positive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "Invalid " + name + ": " + value + " (must be at least 1)");
    }
    return value;
  }
}
