package io.github.sparknn.training.report;

import java.util.Locale;

/** Numbers for people, with their units; a dash for what is not a number. */
public final class Quantities {
  /** For what there is not. */
  public static final String NONE = "–";

  private Quantities() {}

  /** Four significant digits, such as a loss. */
  public static String significant(double value) {
    if (value == 0) {
      return "0";
    }
    return format("%.4g", value);
  }

  /** A whole number with commas. */
  public static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** Samples per second. */
  static String rate(double value) {
    return format(value < 10 ? "%.2f" : "%,.0f", value);
  }

  /** A share in percent, one decimal where it is small. */
  public static String percent(double share) {
    return format(share > 0 && share < 0.1 ? "%.1f%%" : "%.0f%%", 100 * share);
  }

  /** How many times as much. */
  static String factor(double value) {
    return format("%.2f×", value);
  }

  /** Milliseconds, seconds, minutes or hours. */
  static String duration(double seconds) {
    if (!Double.isFinite(seconds)) {
      return NONE;
    }
    if (seconds < 0.9995) {
      return millis(seconds);
    }
    if (seconds < 59.95) {
      return format(seconds < 9.995 ? "%.2f s" : "%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    if (whole >= 360_000) {
      return format("%,.0f h", seconds / 3600);
    }
    return whole < 3600
        ? String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole % 3600 / 60);
  }

  /** Milliseconds whatever their number. */
  static String millis(double seconds) {
    double millis = 1e3 * seconds;
    return format(millis < 9.995 ? "%.2f ms" : millis < 99.95 ? "%.1f ms" : "%,.0f ms", millis);
  }

  /** Two decimals of a percentage, such as an accuracy. */
  public static String exactPercent(double share) {
    return format("%.2f%%", 100 * share);
  }

  /** Four decimals, such as a metric between 0 and 1. */
  public static String decimals(double value) {
    return format("%.4f", value);
  }

  /** "1 epoch", "2 epochs". */
  public static String plural(long number, String noun) {
    return count(number) + " " + noun + (number == 1 ? "" : "s");
  }

  private static String format(String format, double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, format, value) : NONE;
  }
}
