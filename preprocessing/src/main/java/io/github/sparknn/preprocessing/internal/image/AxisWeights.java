package io.github.sparknn.preprocessing.internal.image;

import java.util.Arrays;

/**
 * How positions of a resized axis are made of the original ones: bilinear interpolation, and where
 * the axis shrinks, a triangle filter as wide as two new positions, so that fine patterns are
 * averaged and not sampled (anti-aliasing). At the borders the weights are those of what is there.
 *
 * <p>Source: as Pillow's Image.resize with BILINEAR, and torchvision's with antialias.
 */
final class AxisWeights {
  private final int original;
  private final int resized;
  private final int first;
  final int[] starts;
  final float[][] weights;

  /**
   * @param original positions of the axis
   * @param resized positions that it is resized to
   * @param first of the resized positions that are wanted
   * @param count of the wanted ones
   */
  AxisWeights(int original, int resized, int first, int count) {
    this.original = original;
    this.resized = resized;
    this.first = first;
    starts = new int[count];
    weights = new float[count][];
    double ratio = (double) original / resized;
    double radius = Math.max(1, ratio);
    for (int i = 0; i < count; i++) {
      double center = (first + i + 0.5) * ratio;
      starts[i] = Math.max(0, (int) Math.floor(center - radius + 0.5));
      int end = Math.min(original, (int) Math.floor(center + radius + 0.5));
      weights[i] = triangle(starts[i], end, center, radius);
    }
  }

  private static float[] triangle(int start, int end, double center, double radius) {
    double[] heights = new double[end - start];
    Arrays.setAll(heights, k -> Math.max(0, 1 - Math.abs(start + k + 0.5 - center) / radius));
    double sum = Arrays.stream(heights).sum();
    float[] weights = new float[heights.length];
    for (int k = 0; k < weights.length; k++) {
      weights[k] = (float) (heights[k] / sum);
    }
    return weights;
  }

  int count() {
    return starts.length;
  }

  boolean isFor(int otherOriginal, int otherResized, int otherFirst, int count) {
    return original == otherOriginal
        && resized == otherResized
        && first == otherFirst
        && count() == count;
  }

  /** Whether each position is the original one. */
  boolean isIdentity() {
    return original == resized && first == 0 && count() == original;
  }
}
