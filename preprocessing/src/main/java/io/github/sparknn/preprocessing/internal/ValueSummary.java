package io.github.sparknn.preprocessing.internal;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What a pass finds of the finite values at one position, as its {@link ValueNeed}s ask. Not
 * thread-safe.
 */
public final class ValueSummary implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Distinct values that are counted. */
  static final int MAX_DISTINCT = 1_000_000;

  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;

  /** Null when not needed. */
  private final QuantileSketch quantiles;

  /** Null when not needed, or when there are too many distinct values. */
  private HashMap<Double, Long> counts;

  /**
   * @param sketches how many summaries with quantiles there are side by side
   */
  ValueSummary(Set<ValueNeed> needs, double relativeError, int sketches) {
    quantiles =
        needs.contains(ValueNeed.QUANTILES) ? new QuantileSketch(relativeError, sketches) : null;
    counts = needs.contains(ValueNeed.COUNTS) ? new HashMap<>() : null;
  }

  void add(double value) {
    min = Math.min(min, value);
    max = Math.max(max, value);
    if (quantiles != null) {
      quantiles.add(value);
    }
    if (counts != null) {
      count(value + 0.0, 1); // -0 is 0
    }
  }

  private void count(double value, long times) {
    counts.merge(value, times, Long::sum);
    if (counts.size() > MAX_DISTINCT) {
      counts = null;
    }
  }

  void merge(ValueSummary other) {
    min = Math.min(min, other.min);
    max = Math.max(max, other.max);
    if (quantiles != null) {
      quantiles.merge(other.quantiles);
    }
    if (other.counts == null) {
      counts = null;
    }
    for (Map.Entry<Double, Long> entry :
        counts == null ? Map.<Double, Long>of().entrySet() : other.counts.entrySet()) {
      if (counts != null) {
        count(entry.getKey(), entry.getValue());
      }
    }
  }

  /** Makes it small, to be sent. */
  void compress() {
    if (quantiles != null) {
      quantiles.compress();
    }
  }

  /** Makes it small, to be merged {@code levels} times and pruned each time. */
  void prune(int levels) {
    if (quantiles != null) {
      quantiles.prune(levels);
    }
  }

  /** Smallest value; infinity when there is none. */
  public double min() {
    return min;
  }

  /** Greatest value; -infinity when there is none. */
  public double max() {
    return max;
  }

  /** An approximate quantile, a value that is present; NaN when there is none. */
  public double quantile(double probability) {
    return quantiles.quantile(probability);
  }

  /** Whether all distinct values were counted; there may be a million of them. */
  public boolean counted() {
    return counts != null;
  }

  /** The most frequent value, of equally frequent ones the smallest; NaN when there is none. */
  public double mostFrequent() {
    double best = Double.NaN;
    long most = 0;
    for (Map.Entry<Double, Long> entry : counts.entrySet()) {
      long times = entry.getValue();
      if (times > most || (times == most && entry.getKey() < best)) {
        best = entry.getKey();
        most = times;
      }
    }
    return best;
  }
}
