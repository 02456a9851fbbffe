package io.github.sparknn.benchmarks;

import java.util.Locale;

/** Checks that contenders give the same; a benchmark of different results would mean nothing. */
final class Agreement {
  private Agreement() {}

  /**
   * Requires equal lengths, and values that differ by at most {@code tolerance}, relative to the
   * expected one where that is greater than 1.
   *
   * @throws IllegalStateException that names the position of the first difference
   */
  static void requireEqual(String what, double[] expected, double[] actual, double tolerance) {
    if (expected.length != actual.length) {
      throw new IllegalStateException(
          what + " do not agree: " + expected.length + " and " + actual.length + " values");
    }
    for (int i = 0; i < expected.length; i++) {
      double allowed = tolerance * Math.max(1, Math.abs(expected[i]));
      if (!(Math.abs(expected[i] - actual[i]) <= allowed)) {
        throw new IllegalStateException(
            String.format(
                Locale.ROOT,
                "%s do not agree: %s and %s at position %d (allowed difference %.1e)",
                what,
                expected[i],
                actual[i],
                i,
                allowed));
      }
    }
  }

  /**
   * Requires a value of at least {@code least}.
   *
   * @throws IllegalStateException if it is smaller or NaN
   */
  static void requireAtLeast(String what, double value, double least) {
    if (!(value >= least)) {
      throw new IllegalStateException(
          String.format(Locale.ROOT, "%s is %.4f (must be >= %.4f)", what, value, least));
    }
  }
}
