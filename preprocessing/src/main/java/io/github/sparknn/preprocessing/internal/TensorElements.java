package io.github.sparknn.preprocessing.internal;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;

/** Reads single values of tensors: arrays of a primitive number, Spark ML vectors. */
final class TensorElements {
  private final ElementType elements;

  TensorElements(DataType type) {
    elements =
        type instanceof ArrayType array
            ? ElementType.of(array.elementType()).orElseThrow()
            : ElementType.DOUBLE;
  }

  int size(Object tensor) {
    if (tensor instanceof ArrayData array) {
      return array.numElements();
    }
    InternalRow vector = (InternalRow) tensor;
    return TensorValues.isSparse(vector) ? vector.getInt(1) : vector.getArray(3).numElements();
  }

  /** The value at a position; NaN for a null element. */
  double get(Object tensor, int position) {
    if (tensor instanceof ArrayData array) {
      return array.isNullAt(position) ? Double.NaN : elements.get(array, position);
    }
    InternalRow vector = (InternalRow) tensor;
    if (!TensorValues.isSparse(vector)) {
      return vector.getArray(3).getDouble(position);
    }
    int place = find(vector.getArray(2), position);
    return place < 0 ? 0 : vector.getArray(3).getDouble(place);
  }

  /** Where a position is among ascending indices; -1 when it is not. */
  private static int find(ArrayData indices, int position) {
    int low = 0;
    int high = indices.numElements() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int index = indices.getInt(middle);
      if (index == position) {
        return middle;
      } else if (index < position) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }
}
