package io.github.sparknn.training.engine.blas;

/**
 * Images from {@code [channels, height, width]}, as DL4J has them, to {@code [height, width,
 * channels]}, as the kernels work on them, or back.
 */
final class TransposeKernel implements LayerKernel {
  /** Which dimension comes last in the output. */
  enum Last {
    CHANNELS,
    WIDTH
  }

  private final int channels;
  private final Last last;

  private int positions;
  private float[] output = {};
  private float[] inputGradient = {};

  TransposeKernel(int channels, Last last) {
    this.channels = channels;
    this.last = last;
  }

  @Override
  public ImageSize prepare(ImageSize size) {
    positions = size.positions();
    return size;
  }

  @Override
  public float[] forward(Workbench bench, float[] x, int rows, Pass pass) {
    if (isIdentity()) {
      return x;
    }
    output = LayerKernel.atLeast(output, Math.multiplyExact(rows, channels * positions));
    if (last == Last.CHANNELS) {
      transpose(x, output, rows, channels, positions);
    } else {
      transpose(x, output, rows, positions, channels);
    }
    return output;
  }

  @Override
  public float[] backward(Workbench bench, float[] delta, int rows) {
    if (isIdentity()) {
      return delta;
    }
    inputGradient = LayerKernel.atLeast(inputGradient, rows * channels * positions);
    if (last == Last.CHANNELS) {
      transpose(delta, inputGradient, rows, positions, channels);
    } else {
      transpose(delta, inputGradient, rows, channels, positions);
    }
    return inputGradient;
  }

  private boolean isIdentity() {
    return channels == 1 || positions == 1;
  }

  /** Each of the rows from {@code [height, width]} to {@code [width, height]}. */
  private static void transpose(float[] from, float[] to, int rows, int height, int width) {
    int size = height * width;
    for (int start = 0; start < rows * size; start += size) {
      for (int x = 0; x < width; x++) {
        for (int y = 0; y < height; y++) {
          to[start + x * height + y] = from[start + y * width + x];
        }
      }
    }
  }
}
