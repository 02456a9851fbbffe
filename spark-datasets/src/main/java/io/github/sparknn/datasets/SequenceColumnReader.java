package io.github.sparknn.datasets;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.unsafe.Platform;

/**
 * A column of sequences of any length up to a maximum: the floats of the steps, zeros for those
 * that a row lacks, and the number of steps.
 */
final class SequenceColumnReader extends ColumnReader {
  private final NestedArrays steps;
  private final int maximum;
  private final int features;

  /**
   * @param type an array of numbers, for steps of one feature, or an array of such
   * @param shape steps at most, and features of each
   */
  SequenceColumnReader(String name, int ordinal, DataType type, int[] shape) {
    super(name, ordinal, TensorShapes.product(shape) + 1);
    this.maximum = shape[0];
    this.features = shape[1];
    boolean single = ColumnShapes.rank(type) == 1;
    this.steps = new NestedArrays(name, type, single ? new int[] {maximum} : shape);
  }

  @Override
  boolean readValue(InternalRow row, Object base, long offset) {
    ArrayData array = row.getArray(ordinal);
    int length = array.numElements();
    if (length == 0) {
      return false;
    }
    if (length > maximum) {
      throw new IllegalArgumentException(
          "Cannot read column '%s': a row holds %d steps (must be at most %d, see inputShape)"
              .formatted(name, length, maximum));
    }
    long padding = offset + (long) length * features * Float.BYTES;
    long end = offset + (long) maximum * features * Float.BYTES;
    Platform.setMemory(base, padding, end - padding, (byte) 0);
    Platform.putFloat(base, end, length);
    return steps.write(array, base, offset);
  }

  @Override
  String invalidValue(InternalRow row) {
    ArrayData array = row.getArray(ordinal);
    return array.numElements() == 0 ? "no steps" : steps.invalidValue(array);
  }
}
