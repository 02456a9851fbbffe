package io.github.sparknn.datasets;

import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.unsafe.Platform;

/** Reads arrays of numbers of one SQL type as floats; arrays of floats are copied in bulk. */
final class NumberArray {
  private static final long LENGTH_BYTES = Long.BYTES;

  private final NumberGetter getter;
  private final boolean floats;

  NumberArray(DataType elementType) {
    this.getter = NumberGetter.of(elementType);
    this.floats = elementType instanceof FloatType;
  }

  /** Writes all elements; false when one is null or NaN. */
  boolean write(ArrayData array, Object base, long offset) {
    if (floats && array instanceof UnsafeArrayData unsafe) {
      return copy(unsafe, base, offset);
    }
    int length = array.numElements();
    for (int i = 0; i < length; i++) {
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

  private static boolean copy(UnsafeArrayData array, Object base, long offset) {
    int length = array.numElements();
    int header = UnsafeArrayData.calculateHeaderPortionInBytes(length);
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
        (long) length * Float.BYTES);
    return noNaN(base, offset, length);
  }

  private static boolean noNaN(Object base, long offset, int length) {
    boolean valid = true;
    for (int i = 0; i < length; i++) {
      valid &= !Float.isNaN(Platform.getFloat(base, offset + (long) i * Float.BYTES));
    }
    return valid;
  }

  /** Index of the first null or NaN, or -1. */
  int findInvalid(ArrayData array) {
    for (int i = 0; i < array.numElements(); i++) {
      if (array.isNullAt(i) || Double.isNaN(getter.get(array, i))) {
        return i;
      }
    }
    return -1;
  }
}
