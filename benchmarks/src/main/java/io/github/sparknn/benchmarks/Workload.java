package io.github.sparknn.benchmarks;

import io.github.sparknn.training.network.NetworkSpec;
import io.github.sparknn.training.network.Networks;
import java.util.Locale;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * A network to train with Adam, and what goes into it. PyTorch's twin of each network stands under
 * the same name in {@code pytorch_contender.py}.
 */
enum Workload {
  /** Dense layers on flat images. */
  MLP("MLP 784-128-10", 128, 784) {
    @Override
    MultiLayerConfiguration configuration() {
      return Networks.classifier(
          784, new int[] {128}, "relu", 0, SyntheticImages.CLASSES, new Adam(LEARNING_RATE), SEED);
    }
  },

  /** A binary classifier on the numbers of a table. */
  TABLE("MLP 28-256-256-1", 1024, 28) {
    @Override
    MultiLayerConfiguration configuration() {
      return layers(WeightInit.RELU)
          .layer(dense(28, 256))
          .layer(dense(256, 256))
          .layer(
              new OutputLayer.Builder(LossFunction.XENT)
                  .nIn(256)
                  .nOut(1)
                  .activation(Activation.SIGMOID)
                  .build())
          .build();
    }
  },

  /** In the size of DL4J's examples, and as there without activations on the convolutions. */
  LENET("LeNet 28x28x1, 20-50-500-10", 64, 1, 28, 28) {
    @Override
    MultiLayerConfiguration configuration() {
      return layers(WeightInit.XAVIER)
          .layer(convolution(20, Activation.IDENTITY))
          .layer(pooling())
          .layer(convolution(50, Activation.IDENTITY))
          .layer(pooling())
          .layer(dense(0, 500))
          .layer(softmax())
          .setInputType(InputType.convolutional(28, 28, 1))
          .build();
    }
  },

  /** A small network on colour images of CIFAR-10's size. */
  CIFAR("CNN 32x32x3, 6-16-120-84-10", 64, 3, 32, 32) {
    @Override
    MultiLayerConfiguration configuration() {
      return layers(WeightInit.RELU)
          .layer(convolution(6, Activation.RELU))
          .layer(pooling())
          .layer(convolution(16, Activation.RELU))
          .layer(pooling())
          .layer(dense(0, 120))
          .layer(dense(0, 84))
          .layer(softmax())
          .setInputType(InputType.convolutional(32, 32, 3))
          .build();
    }
  };

  private static final double LEARNING_RATE = 1e-3;
  private static final long SEED = 1;

  private final String title;
  private final int batchSize;
  private final int[] shape;

  Workload(String title, int batchSize, int... shape) {
    this.title = title;
    this.batchSize = batchSize;
    this.shape = shape;
  }

  abstract MultiLayerConfiguration configuration();

  NetworkSpec network() {
    return NetworkSpec.of(configuration());
  }

  /** For the heading. */
  String title() {
    return title;
  }

  int batchSize() {
    return batchSize;
  }

  /** Shape of an example's features: [values] or [channels, height, width]. */
  int[] shape() {
    return shape.clone();
  }

  /** Whether it is a network of convolutions, for which the layout of images in memory matters. */
  boolean isConvolutional() {
    return shape.length > 1;
  }

  /** The name on the command line and in PyTorch's script. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static NeuralNetConfiguration.ListBuilder layers(WeightInit weights) {
    return new NeuralNetConfiguration.Builder()
        .seed(SEED)
        .updater(new Adam(LEARNING_RATE))
        .weightInit(weights)
        .list();
  }

  /**
   * @param inputs 0 = what the layer below gives
   */
  private static DenseLayer dense(int inputs, int outputs) {
    return new DenseLayer.Builder().nIn(inputs).nOut(outputs).activation(Activation.RELU).build();
  }

  private static ConvolutionLayer convolution(int channels, Activation activation) {
    return new ConvolutionLayer.Builder(5, 5).nOut(channels).activation(activation).build();
  }

  private static SubsamplingLayer pooling() {
    return new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
        .kernelSize(2, 2)
        .stride(2, 2)
        .build();
  }

  private static OutputLayer softmax() {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nOut(SyntheticImages.CLASSES)
        .activation(Activation.SOFTMAX)
        .build();
  }
}
