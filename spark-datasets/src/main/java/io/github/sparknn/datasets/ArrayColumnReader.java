package io.github.sparknn.datasets;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.unsafe.Platform;

/** A column of arrays of numbers; arrays of floats are copied in bulk. */
final class ArrayColumnReader extends ColumnReader {
  private static final long LENGTH_BYTES = Long.BYTES;

  private final NumberGetter getter;
  private final boolean floats;

  ArrayColumnReader(String name, int ordinal, DataType elementType, int size) {
    super(name, ordinal, size);
    this.getter = NumberGetter.of(elementType);
    this.floats = elementType instanceof FloatType;
  }

  @Override
  boolean readValue(InternalRow row, Object base, long offset) {
    ArrayData array = row.getArray(ordinal);
    checkSize(array.numElements());
    if (floats && array instanceof UnsafeArrayData unsafe) {
      return copy(unsafe, base, offset);
    }
    for (int i = 0; i < size; i++) {
      if (array.isNullAt(i)) {
        return false;
      }
      double value = getter.get(array, i);
      if (Double.isNaN(value)) {
        return false;
      }
      Platform.putFloat(base, offset + (long) i * Float.BYTES, (float) value);
    }
    return true;
  }

  private boolean copy(UnsafeArrayData array, Object base, long offset) {
    int header = UnsafeArrayData.calculateHeaderPortionInBytes(size);
    long nulls = 0;
    for (long word = LENGTH_BYTES; word < header; word += Long.BYTES) {
      nulls |= Platform.getLong(array.getBaseObject(), array.getBaseOffset() + word);
    }
    if (nulls != 0) {
      return false;
    }
    Platform.copyMemory(
        array.getBaseObject(),
        array.getBaseOffset() + header,
        base,
        offset,
        (long) size * Float.BYTES);
    return noNaN(base, offset);
  }

  private boolean noNaN(Object base, long offset) {
    boolean valid = true;
    for (int i = 0; i < size; i++) {
      valid &= !Float.isNaN(Platform.getFloat(base, offset + (long) i * Float.BYTES));
    }
    return valid;
  }

  @Override
  String invalidValue(InternalRow row) {
    ArrayData array = row.getArray(ordinal);
    for (int i = 0; i < array.numElements(); i++) {
      if (array.isNullAt(i)) {
        return "null at position " + i;
      }
      if (Double.isNaN(getter.get(array, i))) {
        return "NaN at position " + i;
      }
    }
    return null;
  }
}
