package io.github.sparknn.training.engine.blas;

import java.util.Arrays;

/**
 * Sums over the pixels of {@code float[pixels, channels]}, of blocks in float, which the compiler
 * vectorizes, and over the blocks in double.
 */
final class ChannelSums {
  private static final int BLOCK = 64;

  private final int channels;
  private final float[] partial;

  ChannelSums(int channels) {
    this.channels = channels;
    this.partial = new float[channels];
  }

  /** sums[c] = Σ x[., c]. */
  void sum(float[] x, int pixels, double[] sums) {
    Arrays.fill(sums, 0);
    for (int block = 0; block < pixels; block += BLOCK) {
      Arrays.fill(partial, 0f);
      for (int pixel = block; pixel < Math.min(pixels, block + BLOCK); pixel++) {
        int start = pixel * channels;
        for (int c = 0; c < channels; c++) {
          partial[c] += x[start + c];
        }
      }
      addPartial(sums);
    }
  }

  /** sums[c] = Σ x[., c] y[., c]. */
  void dot(float[] x, float[] y, int pixels, double[] sums) {
    Arrays.fill(sums, 0);
    for (int block = 0; block < pixels; block += BLOCK) {
      Arrays.fill(partial, 0f);
      for (int pixel = block; pixel < Math.min(pixels, block + BLOCK); pixel++) {
        int start = pixel * channels;
        for (int c = 0; c < channels; c++) {
          partial[c] += x[start + c] * y[start + c];
        }
      }
      addPartial(sums);
    }
  }

  private void addPartial(double[] sums) {
    for (int c = 0; c < channels; c++) {
      sums[c] += partial[c];
    }
  }
}
