package io.github.sparknn.preprocessing;

import io.github.sparknn.preprocessing.NumberStatistics.Statistic;
import io.github.sparknn.preprocessing.internal.ValueNeed;
import java.util.Arrays;
import java.util.Set;

/**
 * How numbers are scaled: {@code (x - shift) * scale}, with {@code log(1 + x)} for x where {@link
 * #logarithmic}. Where all values were equal at fit, they become 0; with {@link #MAX_ABS} only
 * where they were 0, else 1 or -1; with {@link #NONE} they stay.
 */
enum Scaling {
  /** To mean 0 and standard deviation 1. */
  STANDARD("standard") {
    @Override
    double shift(NumberStatistics statistics, int i) {
      return statistics.get(Statistic.MEAN, i);
    }

    @Override
    double spread(NumberStatistics statistics, int i) {
      return statistics.get(Statistic.STD, i);
    }
  },
  /** From smallest and greatest value to 0 and 1. */
  MIN_MAX("minMax", ValueNeed.EXTREMES) {
    @Override
    double shift(NumberStatistics statistics, int i) {
      return low(statistics, i);
    }

    @Override
    double spread(NumberStatistics statistics, int i) {
      return high(statistics, i) - low(statistics, i);
    }
  },
  /** The greatest absolute value to 1, 0 to 0. */
  MAX_ABS("maxAbs", ValueNeed.EXTREMES) {
    @Override
    double shift(NumberStatistics statistics, int i) {
      return 0;
    }

    @Override
    double spread(NumberStatistics statistics, int i) {
      return Math.max(Math.abs(low(statistics, i)), Math.abs(high(statistics, i)));
    }
  },
  /** The median to 0, the distance of the two quantiles (quartiles) to 1. */
  ROBUST("robust", ValueNeed.QUANTILES) {
    @Override
    double shift(NumberStatistics statistics, int i) {
      return statistics.get(Statistic.MEDIAN, i);
    }

    @Override
    double spread(NumberStatistics statistics, int i) {
      double range =
          statistics.get(Statistic.UPPER_QUANTILE, i) - statistics.get(Statistic.LOWER_QUANTILE, i);
      // Most values are equal, the others would be lost.
      return range == 0 && statistics.get(Statistic.STD, i) > 0 ? 1 : range;
    }
  },
  /** {@code log(1 + x)} to mean 0 and standard deviation 1. */
  LOG_STANDARD("log1p+standard", ValueNeed.LOG_MOMENTS) {
    @Override
    double shift(NumberStatistics statistics, int i) {
      return statistics.get(Statistic.LOG_MEAN, i);
    }

    @Override
    double spread(NumberStatistics statistics, int i) {
      return statistics.get(Statistic.LOG_STD, i);
    }
  },
  /** As they are. */
  NONE("none") {
    @Override
    double shift(NumberStatistics statistics, int i) {
      return 0;
    }

    @Override
    double spread(NumberStatistics statistics, int i) {
      return 1;
    }
  };

  private final String text;

  @SuppressWarnings("ImmutableEnumChecker") // an immutable set
  private final Set<ValueNeed> needs;

  Scaling(String text, ValueNeed... needs) {
    this.text = text;
    this.needs = Set.of(needs);
  }

  /** The value of the param. */
  String text() {
    return text;
  }

  static String[] texts() {
    return Arrays.stream(values()).map(Scaling::text).toArray(String[]::new);
  }

  static Scaling of(String text) {
    return Arrays.stream(values()).filter(s -> s.text.equals(text)).findFirst().orElseThrow();
  }

  Set<ValueNeed> needs() {
    return needs;
  }

  boolean logarithmic() {
    return this == LOG_STANDARD;
  }

  /** What becomes 0; NaN when the statistics lack it. */
  abstract double shift(NumberStatistics statistics, int i);

  /** The distance that becomes 1; 0 where there is none; NaN when not known. */
  abstract double spread(NumberStatistics statistics, int i);

  double scale(NumberStatistics statistics, int i) {
    return reciprocal(spread(statistics, i));
  }

  /** 1 / spread; 0 where that is not finite, so that what has no spread gives 0. */
  static double reciprocal(double spread) {
    double scale = 1 / spread;
    return Double.isFinite(scale) ? scale : 0;
  }

  /** Extremes of the values as clipped. */
  private static double low(NumberStatistics statistics, int i) {
    double clip = statistics.get(Statistic.CLIP_LOW, i);
    return Double.isNaN(clip) ? statistics.get(Statistic.MIN, i) : clip;
  }

  private static double high(NumberStatistics statistics, int i) {
    double clip = statistics.get(Statistic.CLIP_HIGH, i);
    return Double.isNaN(clip) ? statistics.get(Statistic.MAX, i) : clip;
  }
}
