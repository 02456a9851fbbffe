package io.github.sparknn.training.engine.blas;

import java.util.Arrays;
import java.util.function.Function;

/**
 * The largest value of each window and channel, padding apart; ∂x goes to the first of the largest,
 * row by row. Images are {@code float[rows, height, width, channels]}.
 */
final class MaxPoolingKernel implements LayerKernel {
  private final int channels;
  private final Function<ImageSize, Windows> layout;
  private final boolean first;
  private final float[] remainder;

  private Windows windows;
  private int inputFloats;
  private int outputFloats;
  private float[] input = {};
  private float[] output = {};
  private float[] inputGradient = {};

  /**
   * @param layout gives the windows over images of a size
   * @param first no layer below has parameters, so that ∂x is not needed
   */
  MaxPoolingKernel(int channels, Function<ImageSize, Windows> layout, boolean first) {
    this.channels = channels;
    this.layout = layout;
    this.first = first;
    this.remainder = new float[channels];
  }

  @Override
  public ImageSize prepare(ImageSize size) {
    windows = layout.apply(size);
    inputFloats = Math.multiplyExact(size.positions(), channels);
    outputFloats = Math.multiplyExact(windows.output().positions(), channels);
    return windows.output();
  }

  @Override
  public float[] forward(Workbench bench, float[] x, int rows, Pass pass) {
    input = x;
    output = LayerKernel.atLeast(output, Math.multiplyExact(rows, outputFloats));
    Windows.Axis vertical = windows.vertical();
    Windows.Axis horizontal = windows.horizontal();
    int target = 0;
    for (int image = 0; image < rows; image++) {
      for (int windowY = 0; windowY < vertical.count(); windowY++) {
        for (int windowX = 0; windowX < horizontal.count(); windowX++) {
          pool(x, image, windowY, windowX, target);
          target += channels;
        }
      }
    }
    return output;
  }

  private void pool(float[] x, int image, int windowY, int windowX, int target) {
    Windows.Axis vertical = windows.vertical();
    Windows.Axis horizontal = windows.horizontal();
    int top = vertical.from(windowY);
    int bottom = vertical.to(windowY);
    int left = horizontal.from(windowX);
    int right = horizontal.to(windowX);
    int stride = horizontal.length() * channels;
    int corner = image * inputFloats + top * stride + left * channels;
    if (bottom - top == 2 && right - left == 2) {
      poolFour(x, corner, corner + stride, target);
      return;
    }
    System.arraycopy(x, corner, output, target, channels);
    for (int y = top; y < bottom; y++, corner += stride) {
      int end = corner + (right - left) * channels;
      for (int source = corner; source < end; source += channels) {
        for (int c = 0; c < channels; c++) {
          output[target + c] = Math.max(output[target + c], x[source + c]);
        }
      }
    }
  }

  /** The usual windows of 2x2 in one loop. */
  private void poolFour(float[] x, int upper, int lower, int target) {
    float[] y = output;
    int n = channels;
    for (int c = 0; c < n; c++) {
      float above = Math.max(x[upper + c], x[upper + n + c]);
      y[target + c] = Math.max(above, Math.max(x[lower + c], x[lower + n + c]));
    }
  }

  @Override
  public float[] backward(Workbench bench, float[] delta, int rows) {
    if (first) {
      return null;
    }
    int floats = Math.multiplyExact(rows, inputFloats);
    inputGradient = LayerKernel.atLeast(inputGradient, floats);
    Arrays.fill(inputGradient, 0, floats, 0f);
    Windows.Axis vertical = windows.vertical();
    Windows.Axis horizontal = windows.horizontal();
    int source = 0;
    for (int image = 0; image < rows; image++) {
      for (int windowY = 0; windowY < vertical.count(); windowY++) {
        for (int windowX = 0; windowX < horizontal.count(); windowX++) {
          unpool(delta, image, windowY, windowX, source);
          source += channels;
        }
      }
    }
    return inputGradient;
  }

  private void unpool(float[] delta, int image, int windowY, int windowX, int source) {
    Windows.Axis vertical = windows.vertical();
    Windows.Axis horizontal = windows.horizontal();
    int top = vertical.from(windowY);
    int bottom = vertical.to(windowY);
    int left = horizontal.from(windowX);
    int right = horizontal.to(windowX);
    int stride = horizontal.length() * channels;
    int corner = image * inputFloats + top * stride + left * channels;
    if (bottom - top == 2 && right - left == 2) {
      unpoolFour(delta, source, corner, corner + stride);
      return;
    }
    System.arraycopy(delta, source, remainder, 0, channels);
    for (int y = top; y < bottom; y++, corner += stride) {
      int end = corner + (right - left) * channels;
      for (int target = corner; target < end; target += channels) {
        for (int c = 0; c < channels; c++) {
          float kept = remainder[c] * below(input[target + c], output[source + c]);
          inputGradient[target + c] += remainder[c] - kept;
          remainder[c] = kept;
        }
      }
    }
  }

  private void unpoolFour(float[] delta, int source, int upper, int lower) {
    float[] x = input;
    float[] y = output;
    float[] dx = inputGradient;
    int n = channels;
    for (int c = 0; c < n; c++) {
      float largest = y[source + c];
      float first = delta[source + c];
      float second = first * below(x[upper + c], largest);
      float third = second * below(x[upper + n + c], largest);
      float fourth = third * below(x[lower + c], largest);
      dx[upper + c] += first - second;
      dx[upper + n + c] += second - third;
      dx[lower + c] += third - fourth;
      dx[lower + n + c] += fourth;
    }
  }

  /**
   * 1 where x is less than the largest value, else 0: without branches, so that loops vectorize.
   */
  private static float below(float x, float largest) {
    return Math.min(1f, (largest - x) * Float.MAX_VALUE);
  }
}
