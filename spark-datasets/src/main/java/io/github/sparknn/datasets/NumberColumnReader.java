package io.github.sparknn.datasets;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.Platform;

/** A column of numbers or booleans. */
final class NumberColumnReader extends ColumnReader {
  private final NumberGetter getter;

  NumberColumnReader(String name, int ordinal, NumberGetter getter) {
    super(name, ordinal, 1);
    this.getter = getter;
  }

  @Override
  boolean readValue(InternalRow row, Object base, long offset) {
    double value = getter.get(row, ordinal);
    Platform.putFloat(base, offset, (float) value);
    return !Double.isNaN(value);
  }

  @Override
  String invalidValue(InternalRow row) {
    return Double.isNaN(getter.get(row, ordinal)) ? "NaN" : null;
  }
}
