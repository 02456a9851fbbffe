package io.github.sparknn.datasets;

import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;

/** Reads what rows weigh from a numeric column, 1 where there is none. */
final class WeightReader {
  private final NumberColumnReader column;
  private final NumberGetter getter;
  private final double[] divisors;

  private WeightReader(NumberColumnReader column, NumberGetter getter, double[] divisors) {
    this.column = column;
    this.getter = getter;
    this.divisors = divisors;
  }

  /**
   * A reader of a column.
   *
   * @param divisors of the weights in each group of rows
   */
  static WeightReader ofColumn(String name, int ordinal, DataType type, double[] divisors) {
    NumberGetter getter = NumberGetter.of(type);
    return new WeightReader(new NumberColumnReader(name, ordinal, getter), getter, divisors);
  }

  /** A reader of ones. */
  static WeightReader ofOnes(double[] divisors) {
    return new WeightReader(null, null, divisors);
  }

  /** Whether rows fall into groups that weigh differently. */
  boolean isGrouped() {
    return divisors.length > 1;
  }

  /** Whether the row holds a weight at all. */
  boolean isPresent(InternalRow row) {
    return column == null || !row.isNullAt(column.ordinal);
  }

  /**
   * The column's value.
   *
   * @throws IllegalArgumentException if it is not a weight
   */
  double value(InternalRow row) {
    if (column == null) {
      return 1;
    }
    double value = getter.get(row, column.ordinal);
    if (!(value >= 0 && value <= Float.MAX_VALUE)) { // NaN is neither.
      throw new IllegalArgumentException(
          "Cannot read column '%s': %s is not a weight (must be a finite float of at least 0)"
              .formatted(column.name, value));
    }
    return value;
  }

  /** What the row weighs in training. */
  float weight(InternalRow row, int group) {
    return (float) (value(row) / divisors[group]);
  }

  /** The null in the row, if any. */
  Optional<String> findInvalid(InternalRow row) {
    return isPresent(row) ? Optional.empty() : column.findInvalid(row);
  }
}
