package io.github.sparknn.datasets;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.DataType;

/** A column of nested arrays of numbers, written innermost first, as C does. */
final class NestedColumnReader extends ColumnReader {
  private final NestedArrays arrays;
  private final int length;

  NestedColumnReader(String name, int ordinal, DataType type, int[] shape) {
    super(name, ordinal, TensorShapes.product(shape));
    this.arrays = new NestedArrays(name, type, shape);
    this.length = shape[0];
  }

  @Override
  boolean readValue(InternalRow row, Object base, long offset) {
    ArrayData array = row.getArray(ordinal);
    if (array.numElements() != length) {
      throw new IllegalArgumentException(
          "Cannot read column '%s': a row holds %d arrays (must be %d)"
              .formatted(name, array.numElements(), length));
    }
    return arrays.write(array, base, offset);
  }

  @Override
  String invalidValue(InternalRow row) {
    return arrays.invalidValue(row.getArray(ordinal));
  }
}
