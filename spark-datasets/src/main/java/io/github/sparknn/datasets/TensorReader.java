package io.github.sparknn.datasets;

import java.util.Arrays;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.Platform;

/**
 * Reads the tensor of one row after another, as {@link TensorSpec} describes it. Not thread-safe:
 * every task makes its own.
 */
public final class TensorReader {
  private final ColumnReader[] columns;
  private final int[] ids;

  /**
   * @param ids how many there are at each position, 0 for a number; empty for numbers only
   */
  TensorReader(ColumnReader[] columns, int[] ids) {
    this.columns = columns;
    this.ids = ids;
  }

  /**
   * Writes the row's floats, {@link TensorSpec#rowFloats()} of them in native order, at (base,
   * offset) in the sense of {@link org.apache.spark.unsafe.Platform} (base null: offset is an
   * address).
   *
   * @return false when a column or a value in it is null or NaN; the floats are then undefined
   * @throws IllegalArgumentException if a vector or array is not of the expected size, or an id is
   *     none of those that there are
   */
  public boolean read(InternalRow row, Object base, long offset) {
    long next = offset;
    for (ColumnReader column : columns) {
      if (!column.read(row, base, next)) {
        return false;
      }
      next += (long) column.size * Float.BYTES;
    }
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] > 0) {
        checkId(i, Platform.getFloat(base, offset + (long) i * Float.BYTES));
      }
    }
    return true;
  }

  private void checkId(int position, float value) {
    if (!(value >= 0 && value < ids[position] && value == (int) value)) {
      int within = position;
      int column = 0;
      while (within >= columns[column].size) {
        within -= columns[column++].size;
      }
      throw new IllegalArgumentException(
          "Cannot read column '%s': %s at position %d is no id (must be a whole number in 0..%d, as"
                  .formatted(columns[column].name, value, within, ids[position] - 1)
              + " the metadata %s say)".formatted(Vocabulary.METADATA));
    }
  }

  /**
   * What made {@link #read} return false, for an error message: "column 'x' holds null", "column
   * 'f' holds NaN at position 3" (from 0).
   */
  public String describeInvalid(InternalRow row) {
    return findInvalid(row).orElse("no column holds null or NaN");
  }

  Optional<String> findInvalid(InternalRow row) {
    return Arrays.stream(columns).flatMap(column -> column.findInvalid(row).stream()).findFirst();
  }
}
