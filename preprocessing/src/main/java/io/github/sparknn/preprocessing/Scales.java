package io.github.sparknn.preprocessing;

/** Factors that standardize. */
final class Scales {
  private Scales() {}

  /** 1 / deviation; 0 where that is 0 or not finite, so that a constant gives 0. */
  static double ofDeviation(double deviation) {
    double scale = 1 / deviation;
    return Double.isFinite(scale) ? scale : 0;
  }
}
