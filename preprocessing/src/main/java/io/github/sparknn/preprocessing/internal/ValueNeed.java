package io.github.sparknn.preprocessing.internal;

/** What a pass is to find of the values at a position, beside count, mean and deviation. */
public enum ValueNeed {
  /** Smallest and greatest value. */
  EXTREMES,
  /** Approximate quantiles. */
  QUANTILES,
  /** How often each value occurs. */
  COUNTS,
  /** Mean and deviation of {@code log(1 + value)}. */
  LOG_MOMENTS
}
