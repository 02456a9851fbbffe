package io.github.sparknn.datasets;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.unsafe.Platform;

/** A column of Spark ML vectors in their SQL form: struct(type, size, indices, values). */
final class VectorColumnReader extends ColumnReader {
  private static final int FIELDS = 4;
  private static final int SIZE = 1;
  private static final int INDICES = 2;
  private static final int VALUES = 3;

  VectorColumnReader(String name, int ordinal, int size) {
    super(name, ordinal, size);
  }

  @Override
  boolean readValue(InternalRow row, Object base, long offset) {
    InternalRow vector = row.getStruct(ordinal, FIELDS);
    ArrayData values = vector.getArray(VALUES);
    if (isDense(vector)) {
      checkSize(values.numElements());
      return readDense(values, base, offset);
    }
    checkSize(vector.getInt(SIZE));
    return readSparse(vector.getArray(INDICES), values, base, offset);
  }

  private static boolean isDense(InternalRow vector) {
    return vector.getByte(0) == 1;
  }

  private boolean readDense(ArrayData values, Object base, long offset) {
    boolean valid = true;
    for (int i = 0; i < size; i++) {
      double value = values.getDouble(i);
      valid &= !Double.isNaN(value);
      Platform.putFloat(base, offset + (long) i * Float.BYTES, (float) value);
    }
    return valid;
  }

  private boolean readSparse(ArrayData indices, ArrayData values, Object base, long offset) {
    Platform.setMemory(base, offset, (long) size * Float.BYTES, (byte) 0);
    boolean valid = true;
    for (int i = 0; i < indices.numElements(); i++) {
      double value = values.getDouble(i);
      valid &= !Double.isNaN(value);
      Platform.putFloat(base, offset + (long) indices.getInt(i) * Float.BYTES, (float) value);
    }
    return valid;
  }

  @Override
  String invalidValue(InternalRow row) {
    InternalRow vector = row.getStruct(ordinal, FIELDS);
    ArrayData values = vector.getArray(VALUES);
    for (int i = 0; i < values.numElements(); i++) {
      if (Double.isNaN(values.getDouble(i))) {
        int position = isDense(vector) ? i : vector.getArray(INDICES).getInt(i);
        return "NaN at position " + position;
      }
    }
    return null;
  }
}
