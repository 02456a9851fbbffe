package io.github.sparknn.preprocessing.internal;

import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.unsafe.Platform;

/**
 * A Spark ML sparse vector that is written again for each row, whatever the number of its values.
 */
final class SparseVectorBuffer {
  private static final byte SPARSE = 0;

  private final Elements indices;
  private final Elements values;
  private final GenericInternalRow vector;
  private int active;

  /**
   * @param size of the vector
   * @param maxActive the most values that are not zero
   */
  SparseVectorBuffer(int size, int maxActive) {
    indices = new Elements(maxActive, Integer.BYTES);
    values = new Elements(maxActive, Double.BYTES);
    vector = new GenericInternalRow(new Object[] {SPARSE, size, indices.array, values.array});
  }

  /** Arrays of each size share the place of their elements; their headers end there. */
  private static final class Elements {
    final UnsafeArrayData array = new UnsafeArrayData();
    final byte[] buffer;
    final long base;
    private final int elementBytes;

    Elements(int maxSize, int elementBytes) {
      int header = UnsafeArrayData.calculateHeaderPortionInBytes(maxSize);
      this.elementBytes = elementBytes;
      buffer = new byte[Math.toIntExact((header + (long) elementBytes * maxSize + 7) / 8 * 8)];
      base = (long) Platform.BYTE_ARRAY_OFFSET + header;
    }

    void resize(int size) {
      int header = UnsafeArrayData.calculateHeaderPortionInBytes(size);
      for (long word = base - header + Long.BYTES; word < base; word += Long.BYTES) {
        Platform.putLong(buffer, word, 0); // no element is null
      }
      Platform.putLong(buffer, base - header, size);
      for (int end = elementBytes * size; end % Long.BYTES != 0; end += elementBytes) {
        Platform.putInt(buffer, base + end, 0); // equal vectors have equal bytes
      }
      array.pointTo(buffer, base - header, (header + elementBytes * size + 7) / 8 * 8);
    }
  }

  void clear() {
    active = 0;
  }

  /** {@code index}: greater than those before. */
  void put(int index, double value) {
    Platform.putInt(indices.buffer, indices.base + (long) Integer.BYTES * active, index);
    Platform.putDouble(values.buffer, values.base + (long) Double.BYTES * active, value);
    active++;
  }

  /** The vector in the buffer itself. */
  GenericInternalRow vector() {
    indices.resize(active);
    values.resize(active);
    return vector;
  }
}
