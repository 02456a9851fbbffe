package io.github.sparknn.preprocessing.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.unsafe.Platform;

/** An {@code array<float>} of fixed size that is written again for each row. */
final class FloatArrayBuffer {
  /** The header: the element count, then a bit for each element that is null. */
  private static final int COUNT_BYTES = Long.BYTES;

  private final UnsafeArrayData array = new UnsafeArrayData();
  private final byte[] buffer;
  private final long base;

  FloatArrayBuffer(int size) {
    long header = UnsafeArrayData.calculateHeaderPortionInBytes((long) size);
    buffer = new byte[Math.toIntExact((header + 4L * size + 7) / 8 * 8)];
    base = Platform.BYTE_ARRAY_OFFSET + header;
    Platform.putLong(buffer, Platform.BYTE_ARRAY_OFFSET, size);
    array.pointTo(buffer, Platform.BYTE_ARRAY_OFFSET, buffer.length);
  }

  /** Makes no element null. */
  void clearNulls() {
    for (long word = COUNT_BYTES; word < base - Platform.BYTE_ARRAY_OFFSET; word += Long.BYTES) {
      Platform.putLong(buffer, Platform.BYTE_ARRAY_OFFSET + word, 0);
    }
  }

  void putNull(int index) {
    array.setNullAt(index);
  }

  void put(int index, float value) {
    Platform.putFloat(buffer, base + 4L * index, value);
  }

  /** The array in the buffer itself. */
  UnsafeArrayData array() {
    return array;
  }

  /** A new array of the elements' bytes, least significant first. */
  byte[] packed() {
    ByteBuffer bytes =
        ByteBuffer.allocate(Float.BYTES * array.numElements()).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(array.toFloatArray());
    return bytes.array();
  }
}
