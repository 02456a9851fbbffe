package io.github.sparknn.training.engine.blas;

import java.util.List;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.nd4j.linalg.activations.Activation;

/** Draws stacks of layers over images whose windows fit. */
final class RandomImageNetwork {
  private static final List<Activation> ACTIVATIONS =
      Dl4jEquivalenceTest.activations().stream().filter(f -> f != Activation.SOFTMAX).toList();

  private final SplittableRandom random;
  private final int features;
  private final int channels;
  private int height;
  private int width;

  RandomImageNetwork(SplittableRandom random) {
    this.random = random;
    this.height = 3 + random.nextInt(10);
    this.width = 3 + random.nextInt(10);
    this.channels = 1 + random.nextInt(4);
    this.features = height * width * channels;
  }

  /** Values of an image. */
  int features() {
    return features;
  }

  /** A network that ends with that layer. */
  MultiLayerConfiguration draw(NeuralNetConfiguration.ListBuilder layers, OutputLayer output) {
    InputType input = InputType.convolutionalFlat(height, width, channels);
    // What comes before a normalization has no bias, whose gradient would be rounding errors alone.
    boolean normalized = random.nextInt(3) == 0;
    int convolutions = 1 + random.nextInt(3);
    for (int i = 0; i < convolutions; i++) {
      if (random.nextInt(4) == 0) {
        layers.layer(pooling());
      }
      layers.layer(convolution(!normalized && random.nextInt(4) > 0));
      if (random.nextInt(4) == 0) {
        layers.layer(new ActivationLayer(activation()));
      }
      if (random.nextBoolean()) {
        layers.layer(pooling());
      }
    }
    if (normalized) {
      layers.layer(new BatchNormalization());
      layers.layer(new ActivationLayer(activation()));
    }
    if (random.nextInt(3) == 0) {
      List<PoolingType> types = List.of(PoolingType.MAX, PoolingType.AVG, PoolingType.SUM);
      layers.layer(new GlobalPoolingLayer(RandomNetworksTest.pick(random, types)));
    }
    if (random.nextBoolean()) {
      layers.layer(
          new DenseLayer.Builder().nOut(1 + random.nextInt(12)).activation(activation()).build());
    }
    return layers.layer(output).validateOutputLayerConfig(false).setInputType(input).build();
  }

  private ConvolutionLayer convolution(boolean hasBias) {
    Drawn drawn = new Drawn();
    return new ConvolutionLayer.Builder(drawn.kernel)
        .stride(drawn.stride)
        .padding(drawn.padding)
        .convolutionMode(drawn.mode)
        .nOut(1 + random.nextInt(6))
        .hasBias(hasBias)
        .activation(activation())
        .build();
  }

  private SubsamplingLayer pooling() {
    Drawn drawn = new Drawn();
    PoolingType type = random.nextBoolean() ? PoolingType.MAX : PoolingType.AVG;
    return new SubsamplingLayer.Builder(type, drawn.kernel)
        .stride(drawn.stride)
        .padding(drawn.padding)
        .convolutionMode(drawn.mode)
        .avgPoolIncludePadInDivisor(random.nextBoolean())
        .build();
  }

  private Activation activation() {
    return RandomNetworksTest.pick(random, ACTIVATIONS);
  }

  /** Windows over the image as the layers so far leave it; leaves the image as they do. */
  private final class Drawn {
    private final ConvolutionMode mode =
        random.nextInt(3) == 0 ? ConvolutionMode.Same : ConvolutionMode.Truncate;
    private final int[] kernel = {kernel(height), kernel(width)};
    private final int[] stride = {stride(kernel[0]), stride(kernel[1])};
    private final int[] padding = {padding(kernel[0]), padding(kernel[1])};

    Drawn() {
      height = next(height, 0);
      width = next(width, 1);
    }

    private int kernel(int length) {
      return 1 + random.nextInt(Math.min(length, 5));
    }

    /** Not above the kernel, which DL4J refuses in mode Same. */
    private int stride(int length) {
      return 1 + random.nextInt(Math.min(length, 3));
    }

    private int padding(int length) {
      return mode == ConvolutionMode.Same ? 0 : random.nextInt(length);
    }

    private int next(int length, int axis) {
      int s = stride[axis];
      return mode == ConvolutionMode.Same
          ? (length + s - 1) / s
          : (length - kernel[axis] + 2 * padding[axis]) / s + 1;
    }
  }
}
