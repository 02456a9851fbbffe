package io.github.sparknn.preprocessing.internal;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.ArrayType;

/**
 * Normalizes tensor after tensor for {@link NormalizeTensor}. NaN stays NaN, a null element null.
 * Not thread-safe.
 */
public final class TensorNormalizer {
  private final TensorNormalization normalization;
  private final double[] shifts;
  private final double[] scales;
  private final double[] origins;
  private final TensorValues reader;
  private final boolean nullElements;
  private final boolean keepsZeros;
  private final FloatArrayBuffer result;

  TensorNormalizer(TensorNormalization normalization) {
    this.normalization = normalization;
    shifts = normalization.shifts;
    scales = normalization.scales;
    origins = normalization.origins;
    reader = new TensorValues(normalization.input);
    nullElements = normalization.input instanceof ArrayType array && array.containsNull();
    keepsZeros = normalization.keepsZeros();
    result = new FloatArrayBuffer(shifts.length);
  }

  private double normalize(int position, double value) {
    return (value - shifts[position]) * scales[position] + origins[position];
  }

  /** The normalized {@code array<float>}; valid until the next call. */
  public Object array(ArrayData array) {
    normalization.checkSize(array.numElements());
    int size = reader.readArray(array);
    double[] values = reader.values();
    if (nullElements) {
      result.clearNulls();
    }
    for (int i = 0; i < size; i++) {
      if (nullElements && array.isNullAt(i)) {
        result.putNull(i);
      } else {
        result.put(i, (float) normalize(i, values[i]));
      }
    }
    return result.array();
  }

  /** The normalized vector: sparse where the input is and zeros stay zeros, else dense. */
  public Object vector(InternalRow vector) {
    if (TensorValues.isSparse(vector)) {
      normalization.checkSize(vector.getInt(1));
      if (keepsZeros) {
        return sparse(vector);
      }
    } else {
      normalization.checkSize(vector.getArray(3).numElements());
    }
    int size = reader.readVector(vector);
    double[] normalized = new double[size];
    for (int i = 0; i < size; i++) {
      normalized[i] = normalize(i, reader.values()[i]);
    }
    return new GenericInternalRow(
        new Object[] {(byte) 1, null, null, UnsafeArrayData.fromPrimitiveArray(normalized)});
  }

  private Object sparse(InternalRow vector) {
    int[] indices = vector.getArray(2).toIntArray();
    double[] values = vector.getArray(3).toDoubleArray();
    for (int k = 0; k < indices.length; k++) {
      values[k] = normalize(indices[k], values[k]);
    }
    return new GenericInternalRow(
        new Object[] {
          (byte) 0,
          shifts.length,
          UnsafeArrayData.fromPrimitiveArray(indices),
          UnsafeArrayData.fromPrimitiveArray(values)
        });
  }
}
