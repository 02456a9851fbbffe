package io.github.sparknn.training.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The scale of a chart's axis.
 *
 * @param low value at its beginning
 * @param high value at its end, above {@code low}
 * @param logarithmic whether equal ratios take equal room; needs a positive {@code low}
 * @param ticks round values to label, ascending
 */
public record Axis(double low, double high, boolean logarithmic, List<Double> ticks) {
  private static final int MOST_TICKS = 6;

  /** Values that differ more than this go on a logarithmic axis. */
  private static final double WIDE = 30;

  /** Holds the values between round numbers; what is not finite does not count. */
  public static Axis around(double... values) {
    double[] finite = Arrays.stream(values).filter(Double::isFinite).toArray();
    if (finite.length == 0) {
      return fromZero(1);
    }
    double min = Arrays.stream(finite).min().orElseThrow();
    double max = Arrays.stream(finite).max().orElseThrow();
    if (min > 0 && max > WIDE * min) {
      return logarithmic(min, max);
    }
    double room = max > min ? max - min : Math.max(Math.abs(max), 1e-3);
    double step = step(room);
    double low = Math.floor(min / step) * step;
    double high = Math.ceil(max / step) * step;
    return linear(low, high > low ? high : low + step, step);
  }

  /** From 0 to a round number that is not less than any value. */
  public static Axis fromZero(double... values) {
    double max = Arrays.stream(values).filter(Double::isFinite).max().orElse(1);
    double step = step(max > 0 ? max : 1);
    return linear(0, step * Math.max(1, Math.ceil(max / step)), step);
  }

  /**
   * Between two numbers that need not be round, with round ticks inside.
   *
   * @param high above {@code low}
   */
  public static Axis between(double low, double high) {
    return new Axis(low, high, false, ticks(low, high, step(high - low)));
  }

  /** From 0 to that number, with whole numbers as ticks. */
  static Axis whole(int high) {
    return linear(0, high, Math.max(1, step(high)));
  }

  private static Axis linear(double low, double high, double step) {
    return new Axis(round(low), round(high), false, ticks(low, high, step));
  }

  private static List<Double> ticks(double low, double high, double step) {
    long first = (long) Math.ceil(low / step - 1e-6);
    long last = (long) Math.floor(high / step + 1e-6);
    return LongStream.rangeClosed(first, last)
        .mapToObj(tick -> round((double) tick * step))
        .toList();
  }

  private static Axis logarithmic(double min, double max) {
    int first = (int) Math.floor(Math.log10(min));
    int last = (int) Math.ceil(Math.log10(max));
    double[] all =
        IntStream.rangeClosed(first, last)
            .boxed()
            .flatMapToDouble(e -> DoubleStream.of(1, 2, 5).map(m -> round(m * Math.pow(10, e))))
            .toArray();
    double low = Arrays.stream(all).filter(tick -> tick <= min).max().orElse(min);
    double high = Arrays.stream(all).filter(tick -> tick >= max).min().orElse(max);
    double[] inside = Arrays.stream(all).filter(t -> t >= low && t <= high).toArray();
    int decades = (last - first + MOST_TICKS - 1) / MOST_TICKS;
    List<Double> ticks =
        Arrays.stream(inside)
            .filter(t -> inside.length <= MOST_TICKS + 1 || isPowerOfTen(t, decades))
            .boxed()
            .toList();
    return new Axis(low, high, true, ticks);
  }

  private static boolean isPowerOfTen(double tick, int every) {
    long exponent = Math.round(Math.log10(tick));
    return round(Math.pow(10, exponent)) == tick && exponent % every == 0;
  }

  /** 1, 2 or 5 times a power of ten, the least that gives no more than the most ticks. */
  private static double step(double room) {
    double power = Math.pow(10, Math.floor(Math.log10(room / MOST_TICKS)));
    return DoubleStream.of(1, 2, 5, 10)
        .map(factor -> factor * power)
        .filter(step -> room / step <= MOST_TICKS - 1)
        .findFirst()
        .orElse(10 * power);
  }

  /** Without the last bits, which binary fractions leave. */
  private static double round(double value) {
    return new BigDecimal(value).round(new MathContext(12)).doubleValue();
  }

  /** Where a value lies: 0 at {@code low}, 1 at {@code high}. */
  double position(double value) {
    return logarithmic
        ? Math.log(value / low) / Math.log(high / low)
        : (value - low) / (high - low);
  }

  /** A tick as short as can be, all in the same unit: 0.25, 12k, 3M. */
  String label(double tick) {
    double most = Math.max(Math.abs(low), Math.abs(high));
    if (tick == 0) {
      return "0";
    }
    if (most >= 1e12 || Math.abs(tick) < 1e-4) {
      return String.format(Locale.ROOT, "%.0e", tick);
    }
    if (!logarithmic && most >= 1e6) {
      return plain(tick / 1e6) + "M";
    }
    return !logarithmic && most >= 1e4 ? plain(tick / 1e3) + "k" : plain(tick);
  }

  private static String plain(double value) {
    return BigDecimal.valueOf(round(value)).stripTrailingZeros().toPlainString();
  }
}
