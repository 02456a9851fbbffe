package io.github.sparknn.datasets;

import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.unsafe.Platform;

/** Reads a class index in 0..classes-1 from a numeric column. */
final class ClassIndexReader {
  /** Up to here every whole number is a float. */
  static final int MAX_CLASSES = 1 << 24;

  private final NumberColumnReader column;
  private final NumberGetter getter;
  private final int classes;

  ClassIndexReader(String name, int ordinal, DataType type, int classes) {
    this.getter = NumberGetter.of(type);
    this.column = new NumberColumnReader(name, ordinal, getter);
    this.classes = classes;
  }

  /** As {@link TensorReader#read}; one float. */
  boolean read(InternalRow row, Object base, long offset) {
    if (findInvalid(row).isPresent()) {
      return false;
    }
    double value = getter.get(row, column.ordinal);
    if (value != Math.rint(value) || value < 0 || value >= classes) {
      throw new IllegalArgumentException(
          "Cannot read column '%s': %s is not a class index (must be a whole number in 0..%d)"
              .formatted(column.name, value, classes - 1));
    }
    Platform.putFloat(base, offset, (float) value);
    return true;
  }

  Optional<String> findInvalid(InternalRow row) {
    return column.findInvalid(row);
  }
}
