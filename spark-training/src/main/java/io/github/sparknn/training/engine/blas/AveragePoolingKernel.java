package io.github.sparknn.training.engine.blas;

import java.util.Arrays;
import java.util.function.Function;

/**
 * The sum of each window and channel, padding apart, by a divisor. Images are {@code float[rows,
 * height, width, channels]}.
 */
final class AveragePoolingKernel implements LayerKernel {
  /** By what the sum of a window is divided. */
  enum Divisor {
    /** The window's positions inside the image. */
    IMAGE_POSITIONS,
    /** All of the window's positions. */
    WINDOW,
    ONE
  }

  private final int channels;
  private final Function<ImageSize, Windows> layout;
  private final Divisor divisor;
  private final boolean first;

  private Windows windows;
  private int inputFloats;
  private int outputFloats;
  private float[] output = {};
  private float[] inputGradient = {};

  /**
   * @param layout gives the windows over images of a size
   * @param first no layer below has parameters, so that ∂x is not needed
   */
  AveragePoolingKernel(
      int channels, Function<ImageSize, Windows> layout, Divisor divisor, boolean first) {
    this.channels = channels;
    this.layout = layout;
    this.divisor = divisor;
    this.first = first;
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
    int floats = Math.multiplyExact(rows, outputFloats);
    output = LayerKernel.atLeast(output, floats);
    Arrays.fill(output, 0, floats, 0f);
    int target = 0;
    for (int image = 0; image < rows; image++) {
      for (int windowY = 0; windowY < windows.vertical().count(); windowY++) {
        for (int windowX = 0; windowX < windows.horizontal().count(); windowX++) {
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
    float share = share(windowY, windowX);
    for (int y = vertical.from(windowY); y < vertical.to(windowY); y++) {
      int row = image * inputFloats + y * horizontal.length() * channels;
      for (int column = horizontal.from(windowX); column < horizontal.to(windowX); column++) {
        int source = row + column * channels;
        for (int c = 0; c < channels; c++) {
          output[target + c] += share * x[source + c];
        }
      }
    }
  }

  /** The inverse of the divisor. */
  private float share(int windowY, int windowX) {
    Windows.Axis vertical = windows.vertical();
    Windows.Axis horizontal = windows.horizontal();
    return switch (divisor) {
      case ONE -> 1f;
      case WINDOW -> 1f / windows.kernelPositions();
      case IMAGE_POSITIONS -> {
        int height = vertical.to(windowY) - vertical.from(windowY);
        int width = horizontal.to(windowX) - horizontal.from(windowX);
        yield 1f / (height * width);
      }
    };
  }

  @Override
  public float[] backward(Workbench bench, float[] delta, int rows) {
    if (first) {
      return null;
    }
    int floats = Math.multiplyExact(rows, inputFloats);
    inputGradient = LayerKernel.atLeast(inputGradient, floats);
    Arrays.fill(inputGradient, 0, floats, 0f);
    int source = 0;
    for (int image = 0; image < rows; image++) {
      for (int windowY = 0; windowY < windows.vertical().count(); windowY++) {
        for (int windowX = 0; windowX < windows.horizontal().count(); windowX++) {
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
    float share = share(windowY, windowX);
    for (int y = vertical.from(windowY); y < vertical.to(windowY); y++) {
      int row = image * inputFloats + y * horizontal.length() * channels;
      for (int column = horizontal.from(windowX); column < horizontal.to(windowX); column++) {
        int target = row + column * channels;
        for (int c = 0; c < channels; c++) {
          inputGradient[target + c] += share * delta[source + c];
        }
      }
    }
  }
}
