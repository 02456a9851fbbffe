package io.github.sparknn.training.engine.blas;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;

/**
 * Kernel, stride, padding and mode of a convolution or pooling layer, which give its windows once
 * the size of its input is known.
 */
final class WindowOptions {
  private static final int AXES = 2;

  private final int[] kernel;
  private final int[] stride;
  private final int[] padding;
  private final ConvolutionMode mode;
  private final String where;

  private WindowOptions(
      int[] kernel, int[] stride, int[] padding, ConvolutionMode mode, String where) {
    this.kernel = kernel;
    this.stride = stride;
    this.padding = padding;
    this.mode = mode;
    this.where = where;
  }

  static WindowOptions of(ConvolutionLayer layer, String where) {
    check(layer.getDilation(), layer.getCnn2dDataFormat(), layer.getConvolutionMode(), where);
    return new WindowOptions(
        layer.getKernelSize(),
        layer.getStride(),
        layer.getPadding(),
        layer.getConvolutionMode(),
        where);
  }

  static WindowOptions of(SubsamplingLayer layer, String where) {
    check(layer.getDilation(), layer.getCnn2dDataFormat(), layer.getConvolutionMode(), where);
    for (int axis = 0; axis < AXES; axis++) {
      OptionChecks.decline(
          layer.getPadding()[axis] >= layer.getKernelSize()[axis],
          where + " has windows of padding alone");
    }
    return new WindowOptions(
        layer.getKernelSize(),
        layer.getStride(),
        layer.getPadding(),
        layer.getConvolutionMode(),
        where);
  }

  private static void check(
      int[] dilation, CNN2DFormat format, ConvolutionMode mode, String where) {
    OptionChecks.decline(
        dilation[0] != 1 || dilation[1] != 1, where + " has dilation " + Arrays.toString(dilation));
    OptionChecks.decline(format != CNN2DFormat.NCHW, where + " has data format " + format);
    OptionChecks.decline(
        mode == ConvolutionMode.Causal, where + " has convolution mode " + ConvolutionMode.Causal);
  }

  /** Positions of a window. */
  int kernelPositions() {
    return Math.multiplyExact(kernel[0], kernel[1]);
  }

  /**
   * The windows over images of that size.
   *
   * @throws UnsupportedNetworkException if they do not fit
   */
  Windows over(ImageSize input) {
    return new Windows(axis(0, input.height(), input), axis(1, input.width(), input));
  }

  private Windows.Axis axis(int axis, int length, ImageSize input) {
    int k = kernel[axis];
    int s = stride[axis];
    if (mode == ConvolutionMode.Same) {
      int count = (length + s - 1) / s;
      // Of an odd number of padded positions DL4J has the smaller half before the image.
      int before = ((count - 1) * s + k - length) / 2;
      refuse(before < 0, input);
      return new Windows.Axis(length, k, s, before, count);
    }
    int free = length + 2 * padding[axis] - k;
    refuse(free < 0 || (mode == ConvolutionMode.Strict && free % s != 0), input);
    return new Windows.Axis(length, k, s, padding[axis], free / s + 1);
  }

  private void refuse(boolean unfit, ImageSize input) {
    if (unfit) {
      throw new UnsupportedNetworkException(
          where
              + " cannot lay windows of "
              + new ImageSize(kernel[0], kernel[1])
              + " with stride "
              + Arrays.toString(stride)
              + ", padding "
              + Arrays.toString(padding)
              + " and mode "
              + mode
              + " over images of "
              + input);
    }
  }
}
