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
    int width = horizontal.length();
    Arrays.fill(output, target, target + channels, -Float.MAX_VALUE);
    for (int y = vertical.from(windowY); y < vertical.to(windowY); y++) {
      int row = image * inputFloats + y * width * channels;
      for (int column = horizontal.from(windowX); column < horizontal.to(windowX); column++) {
        int source = row + column * channels;
        for (int c = 0; c < channels; c++) {
          output[target + c] = Math.max(output[target + c], x[source + c]);
        }
      }
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

  /** By arithmetic instead of branches, so that the compiler vectorizes the loop. */
  private void unpool(float[] delta, int image, int windowY, int windowX, int source) {
    Windows.Axis vertical = windows.vertical();
    Windows.Axis horizontal = windows.horizontal();
    int width = horizontal.length();
    System.arraycopy(delta, source, remainder, 0, channels);
    for (int y = vertical.from(windowY); y < vertical.to(windowY); y++) {
      int row = image * inputFloats + y * width * channels;
      for (int column = horizontal.from(windowX); column < horizontal.to(windowX); column++) {
        int target = row + column * channels;
        for (int c = 0; c < channels; c++) {
          float below = Math.min(1f, (output[source + c] - input[target + c]) * Float.MAX_VALUE);
          float kept = remainder[c] * below;
          inputGradient[target + c] += remainder[c] - kept;
          remainder[c] = kept;
        }
      }
    }
  }
}
