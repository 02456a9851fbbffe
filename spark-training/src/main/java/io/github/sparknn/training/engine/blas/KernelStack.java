package io.github.sparknn.training.engine.blas;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;

/** The kernels of the layers so far, and in what form the last one gives its output. */
final class KernelStack {
  /** How the values of an example lie. */
  enum Form {
    VECTORS,
    /** Images as DL4J has them, {@code [channels, height, width]}. */
    PLANES,
    /** Images as the kernels want them, {@code [height, width, channels]}. */
    PIXELS
  }

  private final OptimizerCompiler optimizer = new OptimizerCompiler();
  private final List<LayerKernel> kernels = new ArrayList<>();
  private Form form;
  private int channels;

  KernelStack(NetworkInput input) {
    this.form = input.kind() == NetworkInput.Kind.VECTORS ? Form.VECTORS : Form.PLANES;
    this.channels = input.channels();
  }

  /** The kernels, from input to output. */
  List<LayerKernel> kernels() {
    return kernels;
  }

  OptimizerCompiler optimizer() {
    return optimizer;
  }

  /** Channels of images, values of vectors. */
  int channels() {
    return channels;
  }

  /** Declines a layer that takes vectors where there are images. */
  void requireVectors(String where) {
    OptionChecks.decline(form != Form.VECTORS, where + " on images");
  }

  /** Takes vectors for images of that size, {@code [channels, height, width]}. */
  void toImages(ImageSize size, int imageChannels, String where) {
    requireVectors(where);
    require(Math.multiplyExact(size.positions(), imageChannels), where);
    kernels.add(new ReshapeKernel(ImageSize.POINT, size, where));
    form = Form.PLANES;
    channels = imageChannels;
  }

  /** Takes images of that size for vectors, {@code [channels, height, width]}. */
  void toVectors(ImageSize size, int imageChannels, String where) {
    requireImages(where);
    require(imageChannels, where);
    if (form == Form.PIXELS) {
      kernels.add(new TransposeKernel(channels, TransposeKernel.Last.WIDTH));
    }
    kernels.add(new ReshapeKernel(size, ImageSize.POINT, where));
    form = Form.VECTORS;
    channels = Math.multiplyExact(size.positions(), imageChannels);
  }

  /** f(x). */
  void addActivation(ActivationFunction activation, String where) {
    OptionChecks.decline(
        form != Form.VECTORS && activation instanceof Softmax, where + " has softmax on images");
    kernels.add(new ActivationKernel(channels, activation));
  }

  /** The layer's dropout of its input. */
  void addDropout(Layer layer, int index, String where) {
    IDropout dropout = layer.getIDropout();
    if (dropout == null) {
      return;
    }
    if (dropout.getClass() != Dropout.class || ((Dropout) dropout).getPSchedule() != null) {
      throw new UnsupportedNetworkException(
          where + " has dropout " + dropout + ", which is not supported");
    }
    double keep = ((Dropout) dropout).getP();
    if (keep < 1) {
      kernels.add(new DropoutKernel(channels, keep, index));
    }
  }

  /** f(x Wᵀ + b). */
  void addDense(
      FeedForwardLayer layer, boolean hasBias, ActivationFunction activation, String where) {
    int inputs = Math.toIntExact(layer.getNIn());
    int outputs = Math.toIntExact(layer.getNOut());
    requireVectors(where);
    require(inputs, where);
    int weights = optimizer.parameters();
    optimizer.add(
        layer,
        where,
        new OptimizerCompiler.Array(
            DefaultParamInitializer.WEIGHT_KEY, Math.multiplyExact(inputs, outputs)),
        new OptimizerCompiler.Array(DefaultParamInitializer.BIAS_KEY, hasBias ? outputs : 0));
    kernels.add(new DenseKernel(inputs, outputs, weights, hasBias, activation, weights == 0));
    channels = outputs;
  }

  /** f(x * W + b). */
  void addConvolution(ConvolutionLayer layer, ActivationFunction activation, String where) {
    int inputs = Math.toIntExact(layer.getNIn());
    int outputs = Math.toIntExact(layer.getNOut());
    requireImages(where);
    require(inputs, where);
    WindowOptions windows = WindowOptions.of(layer, where);
    int bias = optimizer.parameters();
    int weights = Math.addExact(bias, layer.hasBias() ? outputs : 0);
    int filter = Math.multiplyExact(inputs, windows.kernelPositions());
    if (form == Form.PLANES && isFirst()) {
      kernels.add(new FirstConvolutionKernel(inputs, outputs, weights, windows));
    } else {
      toPixels();
      kernels.add(new ConvolutionKernel(inputs, outputs, weights, windows, isFirst()));
    }
    optimizer.add(
        layer,
        where,
        new OptimizerCompiler.Array(ConvolutionParamInitializer.BIAS_KEY, weights - bias),
        new OptimizerCompiler.Array(
            ConvolutionParamInitializer.WEIGHT_KEY, Math.multiplyExact(outputs, filter)));
    form = Form.PIXELS;
    channels = outputs;
    if (layer.hasBias()) {
      OptionChecks.decline(activation instanceof Softmax, where + " has softmax on images");
      kernels.add(new BiasActivationKernel(outputs, bias, activation));
    } else {
      addActivation(activation, where);
    }
  }

  /** The largest value of each window. */
  void addMaxPooling(Function<ImageSize, Windows> windows, String where) {
    requireImages(where);
    toPixels();
    // Pooling first leaves fewer values to the functions, and the largest stay the largest.
    int place = kernels.size();
    while (place > 0 && kernels.get(place - 1).isIncreasing()) {
      place--;
    }
    kernels.add(place, new MaxPoolingKernel(channels, windows, isFirst()));
  }

  /** The mean or sum of each window. */
  void addAveragePooling(
      Function<ImageSize, Windows> windows, AveragePoolingKernel.Divisor divisor, String where) {
    requireImages(where);
    toPixels();
    kernels.add(new AveragePoolingKernel(channels, windows, divisor, isFirst()));
  }

  /** Takes images of one position for vectors. */
  void collapse() {
    form = Form.VECTORS;
  }

  /** γ (x - μ) / √(σ² + ε) + β. */
  void addBatchNormalization(BatchNormalization layer, String where) {
    require(Math.toIntExact(layer.getNOut()), where);
    toPixels();
    int from = optimizer.parameters();
    kernels.add(new BatchNormalizationKernel(layer, channels, from, isFirst()));
    String variance =
        layer.isUseLogStd()
            ? BatchNormalizationParamInitializer.GLOBAL_LOG_STD
            : BatchNormalizationParamInitializer.GLOBAL_VAR;
    int learned = layer.isLockGammaBeta() ? 0 : channels;
    optimizer.add(
        layer,
        where,
        new OptimizerCompiler.Array(BatchNormalizationParamInitializer.GAMMA, learned),
        new OptimizerCompiler.Array(BatchNormalizationParamInitializer.BETA, learned),
        new OptimizerCompiler.Array(BatchNormalizationParamInitializer.GLOBAL_MEAN, channels),
        new OptimizerCompiler.Array(variance, channels));
  }

  /** Whether no layer so far has parameters. */
  private boolean isFirst() {
    return optimizer.parameters() == 0;
  }

  private void toPixels() {
    if (form == Form.PLANES) {
      kernels.add(new TransposeKernel(channels, TransposeKernel.Last.CHANNELS));
      form = Form.PIXELS;
    }
  }

  private void requireImages(String where) {
    OptionChecks.decline(form == Form.VECTORS, where + " on vectors");
  }

  private void require(int inputs, String where) {
    if (inputs != channels) {
      String unit = form == Form.VECTORS ? " values" : " channels";
      throw new UnsupportedNetworkException(
          where + " takes " + inputs + unit + ", the layer before it gives " + channels);
    }
  }
}
