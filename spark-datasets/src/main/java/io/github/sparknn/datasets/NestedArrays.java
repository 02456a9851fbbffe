package io.github.sparknn.datasets;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;

/** Reads arrays of arrays of numbers whose arrays are of the same length at each level. */
final class NestedArrays {
  private final String column;
  private final int[] shape;
  private final int[] floats;
  private final NumberArray numbers;

  /**
   * @param type of the arrays, nested as deep as the shape
   * @param shape length at each level, from outside
   */
  NestedArrays(String column, DataType type, int[] shape) {
    this.column = column;
    this.shape = shape;
    this.floats = new int[shape.length];
    DataType element = type;
    int product = 1;
    for (int level = shape.length - 1; level >= 0; level--) {
      floats[level] = product;
      product = Math.multiplyExact(product, shape[level]);
      element = ((ArrayType) element).elementType();
    }
    this.numbers = new NumberArray(element);
  }

  /** Floats of one element of the outermost array. */
  int elementSize() {
    return floats[0];
  }

  /**
   * Writes all elements of the outermost array, whatever their number, one after another; false
   * when there is null or NaN among them.
   *
   * @throws IllegalArgumentException if an inner array is of another length than the shape has
   */
  boolean write(ArrayData array, Object base, long offset) {
    return write(array, 0, base, offset);
  }

  private boolean write(ArrayData array, int level, Object base, long offset) {
    if (level == shape.length - 1) {
      return numbers.write(array, base, offset);
    }
    long next = offset;
    for (int i = 0; i < array.numElements(); i++) {
      if (array.isNullAt(i)) {
        return false;
      }
      ArrayData inner = array.getArray(i);
      if (inner.numElements() != shape[level + 1]) {
        throw new IllegalArgumentException(
            "Cannot read column '%s': an array at level %d of a row holds %d values (must be %d)"
                .formatted(column, level + 1, inner.numElements(), shape[level + 1]));
      }
      if (!write(inner, level + 1, base, next)) {
        return false;
      }
      next += (long) floats[level] * Float.BYTES;
    }
    return true;
  }

  /** The first null or NaN, such as "null at position [1, 0]", or null. */
  String invalidValue(ArrayData array) {
    List<Integer> path = new ArrayList<>();
    String what = findInvalid(array, 0, path);
    return what == null ? null : what + " at position " + path;
  }

  private String findInvalid(ArrayData array, int level, List<Integer> path) {
    boolean innermost = level == shape.length - 1;
    int index = innermost ? numbers.findInvalid(array) : -1;
    if (index >= 0) {
      path.add(index);
      return array.isNullAt(index) ? "null" : "NaN";
    }
    for (int i = 0; i < array.numElements() && !innermost; i++) {
      path.add(i);
      String what = array.isNullAt(i) ? "null" : findInvalid(array.getArray(i), level + 1, path);
      if (what != null) {
        return what;
      }
      path.remove(path.size() - 1);
    }
    return null;
  }
}
