package io.github.sparknn.estimators.scoring;

import java.util.Arrays;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.unsafe.Platform;

/**
 * Copies of a batch's rows in one byte array, since Spark reuses the rows it hands out. Full by
 * rows or by bytes.
 */
final class RowArena {
  private final long maxBytes;
  private final int[] ends;
  private final UnsafeRow view;
  private byte[] bytes = new byte[1 << 16];
  private int rows;

  /**
   * Takes rows of {@code fields} columns until it holds {@code maxRows} or has passed {@code
   * maxBytes}.
   */
  RowArena(int fields, int maxRows, long maxBytes) {
    this.maxBytes = maxBytes;
    this.ends = new int[maxRows];
    this.view = new UnsafeRow(fields);
  }

  void clear() {
    rows = 0;
  }

  int rows() {
    return rows;
  }

  boolean isFull() {
    return rows == ends.length || start(rows) >= maxBytes;
  }

  void add(UnsafeRow row) {
    int start = start(rows);
    int end = Math.addExact(start, row.getSizeInBytes());
    if (end > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.max(end, Math.min(2L * bytes.length, maxBytes)));
    }
    row.writeToMemory(bytes, (long) Platform.BYTE_ARRAY_OFFSET + start);
    ends[rows++] = end;
  }

  /** The row of that index; valid until the next call. */
  UnsafeRow row(int index) {
    int start = start(index);
    view.pointTo(bytes, (long) Platform.BYTE_ARRAY_OFFSET + start, ends[index] - start);
    return view;
  }

  private int start(int index) {
    return index == 0 ? 0 : ends[index - 1];
  }
}
