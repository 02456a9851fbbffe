package io.github.sparknn.datasets;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.DataType;

/** A column of arrays of numbers. */
final class ArrayColumnReader extends ColumnReader {
  private final NumberArray numbers;

  ArrayColumnReader(String name, int ordinal, DataType elementType, int size) {
    super(name, ordinal, size);
    this.numbers = new NumberArray(elementType);
  }

  @Override
  boolean readValue(InternalRow row, Object base, long offset) {
    ArrayData array = row.getArray(ordinal);
    checkSize(array.numElements());
    return numbers.write(array, base, offset);
  }

  @Override
  String invalidValue(InternalRow row) {
    ArrayData array = row.getArray(ordinal);
    int index = numbers.findInvalid(array);
    return index < 0
        ? null
        : "%s at position %d".formatted(array.isNullAt(index) ? "null" : "NaN", index);
  }
}
