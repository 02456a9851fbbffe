package io.github.sparknn.preprocessing.internal;

import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.unsafe.Platform;

/**
 * A Spark ML sparse vector that is written again for each row, whatever the number of its values,
 * in the bytes that Spark itself gives such a vector: Spark copies them as they are, and compares
 * vectors by them.
 */
final class SparseVectorBuffer {
  /** Fields of Spark ML's VectorUDT: type, size, indices, values; zero is the sparse type. */
  private static final int SIZE = 1;

  private static final int INDICES = 2;
  private static final int VALUES = 3;
  private static final int FIELDS = 4;
  private static final int NULL_BITS = UnsafeRow.calculateBitSetWidthInBytes(FIELDS);
  private static final int FIXED_BYTES = NULL_BITS + FIELDS * Long.BYTES;

  private final int[] indices;
  private final double[] values;
  private final byte[] buffer;
  private final UnsafeRow vector = new UnsafeRow(FIELDS);
  private int active;

  /**
   * @param size of the vector
   * @param maxActive the most values that are not zero
   */
  SparseVectorBuffer(int size, int maxActive) {
    indices = new int[maxActive];
    values = new double[maxActive];
    buffer =
        new byte
            [Math.toIntExact(
                FIXED_BYTES
                    + arrayBytes(maxActive, Integer.BYTES)
                    + arrayBytes(maxActive, Double.BYTES))];
    Platform.putInt(buffer, field(SIZE), size);
  }

  private static long field(int ordinal) {
    return (long) Platform.BYTE_ARRAY_OFFSET + NULL_BITS + (long) ordinal * Long.BYTES;
  }

  /** What an array takes, whole words of it. */
  private static long arrayBytes(int elements, int elementBytes) {
    long bytes =
        UnsafeArrayData.calculateHeaderPortionInBytes((long) elements)
            + (long) elementBytes * elements;
    return (bytes + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
  }

  void clear() {
    active = 0;
  }

  /** {@code index}: greater than those before. */
  void put(int index, double value) {
    indices[active] = index;
    values[active] = value;
    active++;
  }

  /** The vector in the buffer itself. */
  UnsafeRow vector() {
    int end = write(INDICES, FIXED_BYTES, indices, Platform.INT_ARRAY_OFFSET, Integer.BYTES);
    end = write(VALUES, end, values, Platform.DOUBLE_ARRAY_OFFSET, Double.BYTES);
    vector.pointTo(buffer, end);
    return vector;
  }

  /** Writes one of the arrays, and in its field where it is; returns where it ends. */
  private int write(int field, int start, Object elements, long elementsBase, int elementBytes) {
    long base = (long) Platform.BYTE_ARRAY_OFFSET + start;
    int bytes = (int) arrayBytes(active, elementBytes);
    int header = UnsafeArrayData.calculateHeaderPortionInBytes(active);
    Platform.putLong(buffer, base + bytes - Long.BYTES, 0); // behind the last element too
    Platform.putLong(buffer, base, active);
    for (int word = Long.BYTES; word < header; word += Long.BYTES) {
      Platform.putLong(buffer, base + word, 0); // no element is null
    }
    Platform.copyMemory(
        elements, elementsBase, buffer, base + header, (long) elementBytes * active);
    Platform.putLong(buffer, field(field), (long) start << Integer.SIZE | bytes);
    return start + bytes;
  }
}
