package io.github.sparknn.datasets;

import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;

/** Reads one column's values of a row as floats. */
abstract class ColumnReader {
  final String name;
  final int ordinal;
  final int size;

  ColumnReader(String name, int ordinal, int size) {
    this.name = name;
    this.ordinal = ordinal;
    this.size = size;
  }

  static boolean isNumber(DataType type) {
    return NumberGetter.of(type) != null;
  }

  static boolean supports(DataType type) {
    return isNumber(type)
        || ColumnSizes.isVector(type)
        || (type instanceof ArrayType array && isNumber(array.elementType()));
  }

  static ColumnReader of(String name, int ordinal, DataType type, int size) {
    if (isNumber(type)) {
      return new NumberColumnReader(name, ordinal, NumberGetter.of(type));
    } else if (ColumnSizes.isVector(type)) {
      return new VectorColumnReader(name, ordinal, size);
    } else if (type instanceof ArrayType array && isNumber(array.elementType())) {
      return new ArrayColumnReader(name, ordinal, array.elementType(), size);
    }
    throw new IllegalArgumentException(
        "Cannot read column '%s': it is of type %s (must be a number, an array of numbers or a"
                .formatted(name, type.catalogString())
            + " Spark ML vector)");
  }

  /** Writes the floats unless the column is null; false when a value is null or NaN. */
  final boolean read(InternalRow row, Object base, long offset) {
    return !row.isNullAt(ordinal) && readValue(row, base, offset);
  }

  abstract boolean readValue(InternalRow row, Object base, long offset);

  /**
   * What makes the column invalid: "column 'x' holds null", "column 'f' holds NaN at position 3".
   */
  final Optional<String> findInvalid(InternalRow row) {
    String invalid = row.isNullAt(ordinal) ? "null" : invalidValue(row);
    return Optional.ofNullable(invalid).map(what -> "column '%s' holds %s".formatted(name, what));
  }

  /** The null or NaN in the column's value, such as "NaN at position 3", or null. */
  abstract String invalidValue(InternalRow row);

  final void checkSize(int actual) {
    if (actual != size) {
      throw new IllegalArgumentException(
          "Cannot read column '%s': a row holds %d values (must be %d)"
              .formatted(name, actual, size));
    }
  }
}
