package io.github.sparknn.preprocessing.internal;

import java.util.Arrays;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;

/**
 * Reads the values of one tensor column (double, array of a primitive number, Spark ML vector) into
 * a reused buffer. Not thread-safe.
 */
final class TensorValues {
  /** Fields of Spark ML's VectorUDT: type (0 sparse, 1 dense), size, indices, values. */
  private static final int VECTOR_FIELDS = 4;

  private final DataType type;
  private final ElementType elements;
  private double[] values = new double[1];

  TensorValues(DataType type) {
    this.type = type;
    this.elements =
        type instanceof ArrayType array
            ? ElementType.of(array.elementType()).orElseThrow()
            : ElementType.DOUBLE;
  }

  static boolean isVector(DataType type) {
    return SQLDataTypes.VectorType().equals(type);
  }

  /** Values of the last row read, in their first places; NaN for a null element. */
  double[] values() {
    return values;
  }

  /** Reads the value at {@code ordinal}, which is not null, and returns how many values it has. */
  int read(SpecializedGetters row, int ordinal) {
    if (type instanceof ArrayType) {
      return readArray(row.getArray(ordinal));
    }
    if (isVector(type)) {
      return readVector(row.getStruct(ordinal, VECTOR_FIELDS));
    }
    values[0] = row.getDouble(ordinal);
    return 1;
  }

  int readArray(ArrayData array) {
    int size = array.numElements();
    reserve(size);
    for (int i = 0; i < size; i++) {
      values[i] = array.isNullAt(i) ? Double.NaN : elements.get(array, i);
    }
    return size;
  }

  int readVector(InternalRow vector) {
    if (!isSparse(vector)) {
      return readArray(vector.getArray(3));
    }
    int size = vector.getInt(1);
    ArrayData indices = vector.getArray(2);
    ArrayData active = vector.getArray(3);
    reserve(size);
    Arrays.fill(values, 0, size, 0);
    for (int k = 0; k < indices.numElements(); k++) {
      values[indices.getInt(k)] = active.getDouble(k);
    }
    return size;
  }

  static boolean isSparse(InternalRow vector) {
    return vector.getByte(0) == 0;
  }

  private void reserve(int size) {
    if (values.length < size) {
      values = new double[size];
    }
  }
}
