package io.github.sparknn.datasets;

import java.util.Arrays;
import java.util.Objects;

/** Arithmetic of tensors' shapes. */
final class TensorShapes {
  private TensorShapes() {}

  /**
   * That there are dimensions, all of them positive, of less than 2^31 values.
   *
   * @param param what the message calls the shape
   * @throws IllegalArgumentException if not
   */
  static void check(String param, int[] shape) {
    if (shape.length == 0 || Arrays.stream(shape).anyMatch(dimension -> dimension < 1)) {
      throw new IllegalArgumentException(
          "Invalid %s: %s (must be positive dimensions)".formatted(param, Arrays.toString(shape)));
    }
    if (Arrays.stream(shape).asDoubleStream().reduce(1, (a, b) -> a * b) > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "Invalid %s: %s (must hold less than 2^31 values)"
              .formatted(param, Arrays.toString(shape)));
    }
  }

  /** Values of a tensor. */
  static int product(int[] shape) {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }

  /** Values of all tensors whose shapes are known. */
  static long sum(int[][] shapes) {
    return Arrays.stream(shapes).filter(Objects::nonNull).mapToLong(TensorShapes::product).sum();
  }

  static int[][] copy(int[][] shapes) {
    return Arrays.stream(shapes).map(int[]::clone).toArray(int[][]::new);
  }
}
