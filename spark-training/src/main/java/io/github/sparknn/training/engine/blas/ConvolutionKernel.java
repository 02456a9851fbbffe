package io.github.sparknn.training.engine.blas;

import java.util.Arrays;

/**
 * The product of a convolution, z = P Wᵀ where the rows of P are the windows of the images; ∂W =
 * ∂zᵀ P, and ∂x is the sum of ∂P = ∂z W where the windows lie. Images are {@code float[rows,
 * height, width, channels]}, windows {@code float[kernel height, kernel width, channels]}.
 *
 * <p>Source: as {@link FirstConvolutionKernel}.
 */
final class ConvolutionKernel implements LayerKernel {
  /** P of so many floats and its gradient fit into a core's second-level cache. */
  private static final int PRODUCT_FLOATS = 1 << 17;

  /** Up to so many multiplications OpenBLAS takes its faster way for small matrices. */
  private static final int SMALL_PRODUCT = 1_000_000;

  private final int inputs;
  private final int outputs;
  private final int weights;
  private final WindowOptions options;
  private final boolean first;
  private final int windowSize;

  private Windows windows;
  private int positions;
  private int outputFloats;
  private int imageFloats;
  private int imagesPerProduct;
  private float[] input = {};
  private float[] output = {};
  private float[] patches = {};
  private float[] patchGradient = {};
  private float[] inputGradient = {};
  private float[] filters = {};
  private float[] filterGradient = {};

  /**
   * @param weights where W begins in the flat vector
   * @param first no layer below has parameters, so that ∂x is not needed
   */
  ConvolutionKernel(int inputs, int outputs, int weights, WindowOptions options, boolean first) {
    this.inputs = inputs;
    this.outputs = outputs;
    this.weights = weights;
    this.options = options;
    this.first = first;
    this.windowSize = Math.multiplyExact(inputs, options.kernelPositions());
  }

  /**
   * How many images one multiplication takes.
   *
   * @param imageFloats of P for one image
   */
  static int imagesPerProduct(int imageFloats, int outputs) {
    int cached = Math.max(1, PRODUCT_FLOATS / imageFloats);
    long small = SMALL_PRODUCT / ((long) imageFloats * outputs);
    return small > 0 ? (int) Math.min(small, cached) : cached;
  }

  @Override
  public ImageSize prepare(ImageSize size) {
    windows = options.over(size);
    positions = windows.output().positions();
    outputFloats = Math.multiplyExact(positions, outputs);
    imageFloats = Math.multiplyExact(size.positions(), inputs);
    imagesPerProduct = imagesPerProduct(Math.multiplyExact(positions, windowSize), outputs);
    return windows.output();
  }

  @Override
  public float[] forward(Workbench bench, float[] x, int rows, Pass pass) {
    input = x;
    output = LayerKernel.atLeast(output, Math.multiplyExact(rows, outputFloats));
    patches =
        LayerKernel.atLeast(patches, Math.min(rows, imagesPerProduct) * positions * windowSize);
    filters = LayerKernel.atLeast(filters, outputs * windowSize);
    readFilters(bench.parameters);
    for (int image = 0; image < rows; image += imagesPerProduct) {
      int images = Math.min(imagesPerProduct, rows - image);
      gather(x, image, images);
      bench.multiply(
          false,
          true,
          images * positions,
          outputs,
          windowSize,
          patches,
          0,
          windowSize,
          filters,
          0,
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
    filterGradient = LayerKernel.atLeast(filterGradient, filters.length);
    if (!first) {
      int floats = Math.multiplyExact(rows, imageFloats);
      inputGradient = LayerKernel.atLeast(inputGradient, floats);
      patchGradient = LayerKernel.atLeast(patchGradient, patches.length);
      Arrays.fill(inputGradient, 0, floats, 0f);
    }
    for (int image = 0; image < rows; image += imagesPerProduct) {
      int images = Math.min(imagesPerProduct, rows - image);
      addFilterGradient(bench, delta, image, images);
      if (!first) {
        addInputGradient(bench, delta, image, images);
      }
    }
    writeFilterGradient(bench.gradient);
    return first ? null : inputGradient;
  }

  private void addFilterGradient(Workbench bench, float[] delta, int image, int images) {
    gather(input, image, images);
    bench.multiply(
        true,
        false,
        outputs,
        windowSize,
        images * positions,
        delta,
        image * outputFloats,
        outputs,
        patches,
        0,
        windowSize,
        image == 0 ? 0f : 1f,
        filterGradient,
        0,
        windowSize);
  }

  private void addInputGradient(Workbench bench, float[] delta, int image, int images) {
    bench.multiply(
        false,
        false,
        images * positions,
        windowSize,
        outputs,
        delta,
        image * outputFloats,
        outputs,
        filters,
        0,
        windowSize,
        0f,
        patchGradient,
        0,
        windowSize);
    scatter(image, images);
  }

  /** DL4J's {@code [outputs, inputs, kernel positions]} with the last two exchanged. */
  private void readFilters(float[] parameters) {
    int kernel = options.kernelPositions();
    int source = weights;
    for (int start = 0; start < outputs * windowSize; start += windowSize) {
      for (int channel = 0; channel < inputs; channel++) {
        for (int k = 0; k < kernel; k++) {
          filters[start + k * inputs + channel] = parameters[source++];
        }
      }
    }
  }

  private void writeFilterGradient(float[] gradient) {
    int kernel = options.kernelPositions();
    int target = weights;
    for (int start = 0; start < outputs * windowSize; start += windowSize) {
      for (int channel = 0; channel < inputs; channel++) {
        for (int k = 0; k < kernel; k++) {
          gradient[target++] = filterGradient[start + k * inputs + channel];
        }
      }
    }
  }

  /** P of the images, zero where windows lie in the padding. */
  private void gather(float[] x, int firstImage, int images) {
    Windows.Axis vertical = windows.vertical();
    Windows.Axis horizontal = windows.horizontal();
    int segment = horizontal.kernel() * inputs;
    int target = 0;
    for (int image = firstImage; image < firstImage + images; image++) {
      for (int windowY = 0; windowY < vertical.count(); windowY++) {
        for (int windowX = 0; windowX < horizontal.count(); windowX++) {
          int left = horizontal.first(windowX);
          int from = horizontal.from(windowX);
          int length = Math.max(0, horizontal.to(windowX) - from) * inputs;
          int before = (from - left) * inputs;
          for (int ky = 0; ky < vertical.kernel(); ky++) {
            int y = vertical.first(windowY) + ky;
            int end = target + segment;
            if (y < 0 || y >= vertical.length()) {
              Arrays.fill(patches, target, end, 0f);
            } else {
              int source = image * imageFloats + (y * horizontal.length() + from) * inputs;
              if (length < segment) {
                Arrays.fill(patches, target, end, 0f);
              }
              if (length > 0) {
                System.arraycopy(x, source, patches, target + before, length);
              }
            }
            target = end;
          }
        }
      }
    }
  }

  /** The inverse of {@link #gather}, where windows overlap their sum. */
  private void scatter(int firstImage, int images) {
    Windows.Axis vertical = windows.vertical();
    Windows.Axis horizontal = windows.horizontal();
    int segment = horizontal.kernel() * inputs;
    int patch = 0;
    for (int image = firstImage; image < firstImage + images; image++) {
      for (int windowY = 0; windowY < vertical.count(); windowY++) {
        for (int windowX = 0; windowX < horizontal.count(); windowX++) {
          int left = horizontal.first(windowX);
          int from = horizontal.from(windowX);
          int length = (horizontal.to(windowX) - from) * inputs;
          int before = (from - left) * inputs;
          for (int ky = 0; ky < vertical.kernel(); ky++, patch += segment) {
            int y = vertical.first(windowY) + ky;
            if (y >= 0 && y < vertical.length()) {
              int target = image * imageFloats + (y * horizontal.length() + from) * inputs;
              add(patch + before, target, length);
            }
          }
        }
      }
    }
  }

  private void add(int patch, int target, int length) {
    float[] source = patchGradient;
    float[] sum = inputGradient;
    for (int i = 0; i < length; i++) {
      sum[target + i] += source[patch + i];
    }
  }
}
