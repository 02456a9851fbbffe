package io.github.sparknn.training.engine.blas;

import io.github.sparknn.training.engine.blas.AveragePoolingKernel.Divisor;
import io.github.sparknn.training.network.NetworkSpec;
import java.util.Arrays;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/** Compiles a configuration layer by layer, or says which layer or option stands against it. */
final class NetworkCompiler {
  private static final int[] HEIGHT_AND_WIDTH = {2, 3};

  private final MultiLayerConfiguration configuration;

  private NetworkCompiler(MultiLayerConfiguration configuration) {
    this.configuration = configuration;
  }

  /**
   * A network with its own buffers.
   *
   * @throws UnsupportedNetworkException if it is not wholly supported
   */
  static Network compile(NetworkSpec spec) {
    if (spec.isGraph()) {
      throw new UnsupportedNetworkException("a computation graph, which is not supported");
    }
    try {
      return new NetworkCompiler(MultiLayerConfiguration.fromJson(spec.json())).compile();
    } catch (ArithmeticException e) {
      throw new UnsupportedNetworkException(
          "more than 2^31 - 1 parameters, which is not supported");
    }
  }

  private Network compile() {
    OptionChecks.check(configuration);
    NetworkInput input = input();
    KernelStack stack = new KernelStack(input);
    int last = configuration.getConfs().size() - 1;
    for (int i = 0; i < last; i++) {
      addHidden(stack, i);
    }
    LossHead head = addOutput(stack, last);
    int parameters = stack.optimizer().parameters();
    Optimizer optimizer = stack.optimizer().finish();
    Network network = new Network(input, parameters, stack.kernels(), head, optimizer);
    if (input.kind() == NetworkInput.Kind.VECTORS) {
      network.prepare(new long[] {1, input.channels()});
    }
    return network;
  }

  /** From the first layer or preprocessor that tells; those before it keep their input's form. */
  private NetworkInput input() {
    boolean pooled = false;
    for (int i = 0; i < configuration.getConfs().size(); i++) {
      InputPreProcessor processor = configuration.getInputPreProcess(i);
      if (processor instanceof FeedForwardToCnnPreProcessor images) {
        return new NetworkInput(values(images), NetworkInput.Kind.VECTORS);
      } else if (processor instanceof CnnToFeedForwardPreProcessor vectors) {
        int channels = Math.toIntExact(vectors.getNumChannels());
        return new NetworkInput(channels, NetworkInput.Kind.IMAGES);
      }
      Layer layer = layer(i);
      if (layer instanceof SubsamplingLayer) {
        pooled = true;
      } else if (layer.getClass() != ActivationLayer.class
          && layer.getClass() != DropoutLayer.class) {
        return input(layer, pooled, where(i));
      }
    }
    throw new UnsupportedNetworkException("no layer that tells the number of inputs");
  }

  private static NetworkInput input(Layer layer, boolean pooled, String where) {
    if (layer instanceof FeedForwardLayer known) {
      boolean images = pooled || layer instanceof ConvolutionLayer;
      return new NetworkInput(
          Math.toIntExact(known.getNIn()),
          images ? NetworkInput.Kind.IMAGES : NetworkInput.Kind.VECTORS);
    }
    throw new UnsupportedNetworkException(where + " is not supported");
  }

  private static int values(FeedForwardToCnnPreProcessor images) {
    return Math.toIntExact(
        images.getInputHeight() * images.getInputWidth() * images.getNumChannels());
  }

  private void addPreProcessor(KernelStack stack, int index) {
    InputPreProcessor processor = configuration.getInputPreProcess(index);
    if (processor == null) {
      return;
    }
    String where = "layer " + index + "'s " + processor.getClass().getSimpleName();
    if (processor.getClass() == FeedForwardToCnnPreProcessor.class) {
      FeedForwardToCnnPreProcessor images = (FeedForwardToCnnPreProcessor) processor;
      ImageSize size = size(images.getInputHeight(), images.getInputWidth());
      stack.toImages(size, Math.toIntExact(images.getNumChannels()), where);
    } else if (processor.getClass() == CnnToFeedForwardPreProcessor.class) {
      CnnToFeedForwardPreProcessor vectors = (CnnToFeedForwardPreProcessor) processor;
      OptionChecks.decline(
          vectors.getFormat() != CNN2DFormat.NCHW, where + " has format " + vectors.getFormat());
      ImageSize size = size(vectors.getInputHeight(), vectors.getInputWidth());
      stack.toVectors(size, Math.toIntExact(vectors.getNumChannels()), where);
    } else {
      throw new UnsupportedNetworkException(where + " is not supported");
    }
  }

  private static ImageSize size(long height, long width) {
    return new ImageSize(Math.toIntExact(height), Math.toIntExact(width));
  }

  private void addHidden(KernelStack stack, int index) {
    addPreProcessor(stack, index);
    Layer layer = layer(index);
    String where = where(index);
    OptionChecks.check(configuration.getConf(index), where);
    if (layer.getClass() == DenseLayer.class) {
      DenseLayer dense = (DenseLayer) layer;
      OptionChecks.decline(dense.hasLayerNorm(), where + " has layer normalization");
      stack.addDropout(dense, index, where);
      stack.addDense(
          dense, dense.hasBias(), hiddenActivation(dense.getActivationFn(), where), where);
    } else if (layer.getClass() == ConvolutionLayer.class) {
      ConvolutionLayer convolution = (ConvolutionLayer) layer;
      stack.addDropout(convolution, index, where);
      stack.addConvolution(
          convolution, hiddenActivation(convolution.getActivationFn(), where), where);
    } else if (layer.getClass() == SubsamplingLayer.class) {
      // DL4J applies dropOut to the input of dense, convolution and dropout layers alone.
      addPooling(stack, (SubsamplingLayer) layer, where);
    } else if (layer.getClass() == GlobalPoolingLayer.class) {
      addGlobalPooling(stack, (GlobalPoolingLayer) layer, where);
    } else if (layer.getClass() == BatchNormalization.class) {
      BatchNormalization normalization = (BatchNormalization) layer;
      OptionChecks.check(normalization, where);
      stack.addBatchNormalization(normalization, where);
    } else if (layer.getClass() == ActivationLayer.class) {
      IActivation activation = ((ActivationLayer) layer).getActivationFn();
      stack.addActivation(hiddenActivation(activation, where), where);
    } else if (layer.getClass() == DropoutLayer.class) {
      stack.addDropout(layer, index, where);
    } else {
      throw new UnsupportedNetworkException(where + " is not supported");
    }
  }

  private static ActivationFunction hiddenActivation(IActivation activation, String where) {
    return Functions.activation(activation, where).hidden();
  }

  private static void addPooling(KernelStack stack, SubsamplingLayer layer, String where) {
    WindowOptions windows = WindowOptions.of(layer, where);
    PoolingType type = layer.getPoolingType();
    if (type == PoolingType.MAX) {
      stack.addMaxPooling(windows::over, where);
    } else if (type == PoolingType.AVG) {
      boolean paddingCounts = layer.isAvgPoolIncludePadInDivisor();
      Divisor divisor = paddingCounts ? Divisor.WINDOW : Divisor.IMAGE_POSITIONS;
      stack.addAveragePooling(windows::over, divisor, where);
    } else {
      OptionChecks.decline(true, where + " has pooling type " + type);
    }
  }

  private static void addGlobalPooling(KernelStack stack, GlobalPoolingLayer layer, String where) {
    int[] dimensions = layer.getPoolingDimensions();
    OptionChecks.decline(
        dimensions != null && !Arrays.equals(dimensions, HEIGHT_AND_WIDTH),
        where + " has pooling dimensions " + Arrays.toString(dimensions));
    switch (layer.getPoolingType()) {
      case MAX -> stack.addMaxPooling(Windows::whole, where);
      case AVG -> stack.addAveragePooling(Windows::whole, Divisor.WINDOW, where);
      case SUM -> stack.addAveragePooling(Windows::whole, Divisor.ONE, where);
      default -> OptionChecks.decline(true, where + " has pooling type " + layer.getPoolingType());
    }
    if (layer.isCollapseDimensions()) {
      stack.collapse();
    }
  }

  private LossHead addOutput(KernelStack stack, int index) {
    addPreProcessor(stack, index);
    Layer layer = layer(index);
    String where = where(index);
    OptionChecks.check(configuration.getConf(index), where);
    if (layer.getClass() == OutputLayer.class) {
      OutputLayer output = (OutputLayer) layer;
      stack.addDropout(output, index, where);
      stack.addDense(output, output.hasBias(), new Rectifiers.Identity(), where);
      return head(stack, output.getActivationFn(), output.getLossFn(), where);
    } else if (layer.getClass() == LossLayer.class) {
      // DL4J does not apply a loss layer's dropOut.
      LossLayer output = (LossLayer) layer;
      stack.requireVectors(where);
      return head(stack, output.getActivationFn(), output.getLossFn(), where);
    }
    throw new UnsupportedNetworkException(where + " is not supported as the last layer");
  }

  private static LossHead head(
      KernelStack stack, IActivation activation, ILossFunction lossFunction, String where) {
    int width = stack.channels();
    ActivationFunction function = Functions.activation(activation, where);
    Loss loss = Functions.loss(lossFunction, function, width, where);
    return new LossHead(width, function, loss);
  }

  private Layer layer(int index) {
    return configuration.getConf(index).getLayer();
  }

  private String where(int index) {
    String name = layer(index).getLayerName();
    return "layer "
        + index
        + (name == null ? "" : " '" + name + "'")
        + " ("
        + layer(index).getClass().getSimpleName()
        + ")";
  }
}
