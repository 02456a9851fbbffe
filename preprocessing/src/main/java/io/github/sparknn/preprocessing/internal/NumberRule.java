package io.github.sparknn.preprocessing.internal;

import java.io.Serializable;

/**
 * How a number becomes a value of the tensor: clipped to {@code low} and {@code high}, its {@code
 * log(1 + x)} taken if so, then {@code (x - shift) * scale}.
 *
 * @param column name of its column, for messages
 * @param substitute what stands for a missing number, before clipping; NaN = nothing does
 * @param low the least value, -infinity for no bound
 * @param high the greatest value, infinity for no bound
 * @param logarithm whether the logarithm is taken
 * @param indicator whether the next position tells by 1 that the number was missing, else 0
 */
public record NumberRule(
    String column,
    double shift,
    double scale,
    double substitute,
    double low,
    double high,
    boolean logarithm,
    boolean indicator)
    implements Serializable {

  /** Whether it is more than shift and scale. */
  boolean prepared() {
    return logarithm || low > Double.NEGATIVE_INFINITY || high < Double.POSITIVE_INFINITY;
  }

  /** The number before shift and scale; NaN or infinite where it cannot be used. */
  double prepare(double value) {
    if (Double.isInfinite(value)) {
      return value;
    }
    double clipped = value < low ? low : value > high ? high : value;
    return logarithm ? Math.log1p(clipped) : clipped;
  }

  /** The value of the tensor. */
  double scaled(double value) {
    // The sum turns -0 into 0: a constant column gives 0 for values on either side.
    return (prepare(value) - shift) * scale + 0.0;
  }

  /** Positions in the tensor. */
  int width() {
    return indicator ? 2 : 1;
  }
}
