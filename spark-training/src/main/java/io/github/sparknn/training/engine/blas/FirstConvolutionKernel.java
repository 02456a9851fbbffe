package io.github.sparknn.training.engine.blas;

import java.util.Arrays;

/**
 * The product of a convolution at the beginning of a network: z = P Wᵀ where the rows of P are the
 * windows of the images. Reads the mini-batch as it lies, {@code float[rows, inputs, height,
 * width]}, so that windows have the order of DL4J's weights, and gives {@code float[rows, height,
 * width, outputs]}. There is no ∂x.
 *
 * <p>Source: Chellapilla, Puri, Simard, High performance convolutional neural networks for document
 * processing (2006), by a few images at a time, whose P stays in the processor's cache and is made
 * anew for ∂W = ∂zᵀ P.
 */
final class FirstConvolutionKernel implements LayerKernel {
  private final int inputs;
  private final int outputs;
  private final int weights;
  private final WindowOptions options;
  private final int windowSize;

  private Windows windows;
  private int positions;
  private int outputFloats;
  private int imagesPerProduct;
  private float[] input = {};
  private float[] output = {};
  private float[] columns = {};

  /**
   * @param weights where W begins in the flat vector
   */
  FirstConvolutionKernel(int inputs, int outputs, int weights, WindowOptions options) {
    this.inputs = inputs;
    this.outputs = outputs;
    this.weights = weights;
    this.options = options;
    this.windowSize = Math.multiplyExact(inputs, options.kernelPositions());
  }

  @Override
  public ImageSize prepare(ImageSize size) {
    windows = options.over(size);
    positions = windows.output().positions();
    outputFloats = Math.multiplyExact(positions, outputs);
    imagesPerProduct =
        ConvolutionKernel.imagesPerProduct(Math.multiplyExact(positions, windowSize), outputs);
    return windows.output();
  }

  @Override
  public float[] forward(Workbench bench, float[] x, int rows, Pass pass) {
    input = x;
    output = LayerKernel.atLeast(output, Math.multiplyExact(rows, outputFloats));
    columns =
        LayerKernel.atLeast(columns, Math.min(rows, imagesPerProduct) * positions * windowSize);
    for (int image = 0; image < rows; image += imagesPerProduct) {
      int images = Math.min(imagesPerProduct, rows - image);
      int count = images * positions;
      gather(x, image, images);
      bench.multiply(
          true,
          true,
          count,
          outputs,
          windowSize,
          columns,
          0,
          count,
          bench.parameters,
          weights,
          windowSize,
          0f,
          output,
          image * outputFloats,
          outputs);
    }
    return output;
  }

  @Override
  public float[] backward(Workbench bench, float[] delta, int rows) {
    for (int image = 0; image < rows; image += imagesPerProduct) {
      int images = Math.min(imagesPerProduct, rows - image);
      int count = images * positions;
      gather(input, image, images);
      bench.multiply(
          true,
          true,
          outputs,
          windowSize,
          count,
          delta,
          image * outputFloats,
          outputs,
          columns,
          0,
          count,
          image == 0 ? 0f : 1f,
          bench.gradient,
          weights,
          windowSize);
    }
    return null;
  }

  /** Pᵀ of the images: a row for each value of a window, so that neighbours are copied together. */
  private void gather(float[] x, int firstImage, int images) {
    int count = images * positions;
    int target = 0;
    for (int channel = 0; channel < inputs; channel++) {
      for (int ky = 0; ky < windows.vertical().kernel(); ky++) {
        for (int kx = 0; kx < windows.horizontal().kernel(); kx++, target += count) {
          gather(x, firstImage, images, channel, ky, kx, target);
        }
      }
    }
  }

  /** One row of Pᵀ: the value at (ky, kx) of each window over one channel. */
  private void gather(
      float[] x, int firstImage, int images, int channel, int ky, int kx, int rowStart) {
    Windows.Axis vertical = windows.vertical();
    Windows.Axis horizontal = windows.horizontal();
    int stride = horizontal.stride();
    int count = horizontal.count();
    int offset = kx - horizontal.padding();
    // The windows whose value kx is inside the image: 0 <= window * stride + offset < length.
    int from = Math.min(count, Math.max(0, Math.floorDiv(stride - 1 - offset, stride)));
    int last = Math.floorDiv(horizontal.length() - 1 - offset, stride);
    int to = Math.max(from, Math.min(count, last + 1));
    int target = rowStart;
    for (int image = firstImage; image < firstImage + images; image++) {
      int plane = (image * inputs + channel) * windows.inputPositions();
      for (int window = 0; window < vertical.count(); window++, target += count) {
        int y = vertical.first(window) + ky;
        if (y < 0 || y >= vertical.length()) {
          Arrays.fill(columns, target, target + count, 0f);
          continue;
        }
        if (to - from < count) {
          Arrays.fill(columns, target, target + count, 0f);
        }
        int source = plane + y * horizontal.length() + offset;
        copy(x, source + from * stride, stride, target + from, to - from);
      }
    }
  }

  private void copy(float[] x, int source, int stride, int target, int length) {
    if (stride == 1 && length > 0) {
      System.arraycopy(x, source, columns, target, length);
    } else {
      for (int i = 0; i < length; i++) {
        columns[target + i] = x[source + i * stride];
      }
    }
  }
}
