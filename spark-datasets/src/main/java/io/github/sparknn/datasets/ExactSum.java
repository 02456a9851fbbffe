package io.github.sparknn.datasets;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Arrays;

/**
 * The sum of doubles without rounding, so that neither the order of the addends nor how they are
 * spread over partitions changes it. Kept as an expansion: doubles that do not overlap, smallest
 * first.
 *
 * <p>Source: Shewchuk, "Adaptive Precision Floating-Point Arithmetic and Fast Robust Geometric
 * Predicates", Discrete and Computational Geometry 18, 1997, GROW-EXPANSION.
 */
final class ExactSum implements Serializable {
  private static final long serialVersionUID = 1L;

  private double[] parts = new double[2];
  private int count;

  /** Adds a finite number; the sum must not come near {@link Double#MAX_VALUE}. */
  void add(double value) {
    double carry = value;
    int kept = 0;
    for (int i = 0; i < count; i++) {
      double part = parts[i];
      double sum = carry + part;
      double partInSum = sum - carry;
      double error = (carry - (sum - partInSum)) + (part - partInSum);
      if (error != 0) {
        parts[kept++] = error;
      }
      carry = sum;
    }
    if (kept == parts.length) {
      parts = Arrays.copyOf(parts, 2 * kept);
    }
    parts[kept] = carry;
    count = kept + 1;
  }

  /** The sum itself, not rounded. */
  BigDecimal value() {
    BigDecimal sum = BigDecimal.ZERO;
    for (int i = 0; i < count; i++) {
      sum = sum.add(new BigDecimal(parts[i]));
    }
    return sum;
  }
}
