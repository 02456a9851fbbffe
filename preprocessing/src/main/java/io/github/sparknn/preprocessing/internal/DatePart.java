package io.github.sparknn.preprocessing.internal;

import java.time.LocalDate;
import java.util.Arrays;

/** A cycle of the calendar; {@link #turn} tells how far through it a moment is. */
public enum DatePart {
  /** The hours of a day, to the microsecond. */
  TIME_OF_DAY("timeOfDay") {
    @Override
    double turn(LocalDate date, long microsOfDay) {
      return microsOfDay / MICROS_PER_DAY;
    }
  },
  /** Monday 0 to Sunday 6, of 7. */
  DAY_OF_WEEK("dayOfWeek") {
    @Override
    double turn(LocalDate date, long microsOfDay) {
      return (date.getDayOfWeek().getValue() - 1) / 7.0;
    }
  },
  /** The first is 0; of the days of its month. */
  DAY_OF_MONTH("dayOfMonth") {
    @Override
    double turn(LocalDate date, long microsOfDay) {
      return (date.getDayOfMonth() - 1) / (double) date.lengthOfMonth();
    }
  },
  /** January 0 to December 11, of 12. */
  MONTH("month") {
    @Override
    double turn(LocalDate date, long microsOfDay) {
      return (date.getMonthValue() - 1) / 12.0;
    }
  },
  /** 1 January is 0; of the days of its year. */
  DAY_OF_YEAR("dayOfYear") {
    @Override
    double turn(LocalDate date, long microsOfDay) {
      return (date.getDayOfYear() - 1) / (double) date.lengthOfYear();
    }
  };

  private static final double MICROS_PER_DAY = 86_400e6;

  private final String text;

  DatePart(String text) {
    this.text = text;
  }

  /** The value of the param. */
  public String text() {
    return text;
  }

  /** The part whose param value it is. */
  public static DatePart of(String text) {
    return Arrays.stream(values()).filter(part -> part.text.equals(text)).findFirst().orElseThrow();
  }

  /** From 0, included, to 1, excluded. */
  abstract double turn(LocalDate date, long microsOfDay);
}
