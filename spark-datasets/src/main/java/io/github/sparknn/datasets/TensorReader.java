package io.github.sparknn.datasets;

import java.util.Arrays;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * Reads the tensor of one row after another, as {@link TensorSpec} describes it. Not thread-safe:
 * every task makes its own.
 */
public final class TensorReader {
  private final ColumnReader[] columns;

  TensorReader(ColumnReader[] columns) {
    this.columns = columns;
  }

  /**
   * Writes the row's floats, {@link TensorSpec#rowFloats()} of them in native order, at (base,
   * offset) in the sense of {@link org.apache.spark.unsafe.Platform} (base null: offset is an
   * address).
   *
   * @return false when a column or a value in it is null or NaN; the floats are then undefined
   * @throws IllegalArgumentException if a vector or array is not of the expected size
   */
  public boolean read(InternalRow row, Object base, long offset) {
    long next = offset;
    for (ColumnReader column : columns) {
      if (!column.read(row, base, next)) {
        return false;
      }
      next += (long) column.size * Float.BYTES;
    }
    return true;
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
