package io.github.sparknn.preprocessing;

import java.io.Serializable;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What was learned of the values at several positions: of columns, or within tensors. Not all
 * statistics are known: NaN where a position's was not needed. Immutable.
 */
final class NumberStatistics implements Serializable {
  private static final long serialVersionUID = 1L;

  /** A number for each position. */
  enum Statistic {
    MEAN,
    /** Sample standard deviation (n - 1). */
    STD,
    MIN,
    MAX,
    LOWER_QUANTILE,
    MEDIAN,
    UPPER_QUANTILE,
    /** Bounds outside of which values are clipped. */
    CLIP_LOW,
    CLIP_HIGH,
    MOST_FREQUENT,
    /** Mean of log(1 + x). */
    LOG_MEAN,
    /** Sample standard deviation of log(1 + x). */
    LOG_STD
  }

  private final EnumMap<Statistic, double[]> values;

  private NumberStatistics(Map<Statistic, double[]> values) {
    this.values = new EnumMap<>(values);
  }

  /** Where statistics are collected. */
  static final class Builder {
    private final int size;
    private final EnumMap<Statistic, double[]> values = new EnumMap<>(Statistic.class);

    Builder(int size) {
      this.size = size;
    }

    Builder set(Statistic statistic, double[] all) {
      values.put(statistic, all);
      return this;
    }

    Builder set(Statistic statistic, int position, double value) {
      values
              .computeIfAbsent(
                  statistic,
                  key -> {
                    double[] unknown = new double[size];
                    Arrays.fill(unknown, Double.NaN);
                    return unknown;
                  })[position] =
          value;
      return this;
    }

    NumberStatistics build() {
      set(Statistic.MEAN, values.getOrDefault(Statistic.MEAN, new double[size]));
      return new NumberStatistics(values);
    }
  }

  int size() {
    return values.get(Statistic.MEAN).length;
  }

  /** NaN when not known. */
  double get(Statistic statistic, int position) {
    double[] all = values.get(statistic);
    return all == null ? Double.NaN : all[position];
  }

  /** A copy; NaN where not known. */
  double[] get(Statistic statistic) {
    double[] result = new double[size()];
    Arrays.setAll(result, i -> get(statistic, i));
    return result;
  }

  /** To be saved: by lower-case name. */
  Map<String, double[]> toMap() {
    Map<String, double[]> map = new HashMap<>();
    values.forEach((statistic, all) -> map.put(statistic.name().toLowerCase(Locale.ROOT), all));
    return map;
  }

  /**
   * As {@link #toMap} gave it; statistics without a known name are left out.
   *
   * @throws IllegalArgumentException there is no mean, or not as many values of each statistic
   */
  static NumberStatistics of(Map<String, double[]> map) {
    EnumMap<Statistic, double[]> values = new EnumMap<>(Statistic.class);
    for (Statistic statistic : Statistic.values()) {
      double[] saved = map.get(statistic.name().toLowerCase(Locale.ROOT));
      if (saved != null) {
        values.put(statistic, saved);
      }
    }
    if (values.values().stream().mapToInt(all -> all.length).distinct().count() != 1
        || !values.containsKey(Statistic.MEAN)) {
      throw new IllegalArgumentException("its statistics are of several sizes, or lack the mean");
    }
    return new NumberStatistics(values);
  }
}
