package io.github.sparknn.tracking;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * TensorFlow's Event messages (event.proto, summary.proto) in protocol buffers' wire format, by
 * hand: it takes five fields, and Spark installations bring protobuf-java of any version.
 */
final class Events {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;
  private static final int VARINT_BITS = 7;

  private Events() {}

  /** The first event of a file. */
  static byte[] version(double wallTime) {
    Message event = new Message().number(1, wallTime);
    return event.bytes(3, "brain.Event:2".getBytes(StandardCharsets.UTF_8)).toByteArray();
  }

  /**
   * Values at a step.
   *
   * @param wallTime seconds since 1970
   */
  static byte[] scalars(double wallTime, long step, Map<String, Double> values) {
    Message summary = new Message();
    values.forEach(
        (tag, value) ->
            summary.bytes(
                1,
                new Message()
                    .bytes(1, tag.getBytes(StandardCharsets.UTF_8))
                    .number(2, value.floatValue())
                    .toByteArray()));
    return new Message()
        .number(1, wallTime)
        .number(2, step)
        .bytes(5, summary.toByteArray())
        .toByteArray();
  }

  /** Fields one after another. */
  private static final class Message {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Message number(int field, double value) {
      varint(key(field, FIXED64));
      out.writeBytes(littleEndian(Double.BYTES).putDouble(value).array());
      return this;
    }

    Message number(int field, float value) {
      varint(key(field, FIXED32));
      out.writeBytes(littleEndian(Float.BYTES).putFloat(value).array());
      return this;
    }

    Message number(int field, long value) {
      varint(key(field, VARINT));
      varint(value);
      return this;
    }

    Message bytes(int field, byte[] value) {
      varint(key(field, BYTES));
      varint(value.length);
      out.writeBytes(value);
      return this;
    }

    private static long key(int field, int wireType) {
      return ((long) field << 3) | wireType;
    }

    private static ByteBuffer littleEndian(int size) {
      return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void varint(long value) {
      long rest = value;
      while (rest >>> VARINT_BITS != 0) {
        out.write((int) (rest & 0x7f) | 0x80);
        rest >>>= VARINT_BITS;
      }
      out.write((int) rest);
    }

    byte[] toByteArray() {
      return out.toByteArray();
    }
  }
}
