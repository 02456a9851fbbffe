package io.github.sparknn.tracking;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.apache.hadoop.fs.FSDataOutputStream;

/**
 * A file of TensorBoard's events, each a TFRecord: length (8 bytes, little-endian), its checksum,
 * the event, its checksum.
 */
final class EventFile implements Closeable {
  /** What TensorFlow adds to a rotated CRC, so that a CRC of data that holds CRCs is good too. */
  private static final int MASK_DELTA = 0xa282ead8;

  private static final int ROTATION = 15;

  private final FSDataOutputStream out;

  EventFile(FSDataOutputStream out) {
    this.out = out;
  }

  /** Appends an event and makes it seen. */
  void write(byte[] event) throws IOException {
    ByteBuffer record =
        ByteBuffer.allocate(Long.BYTES + Integer.BYTES + event.length + Integer.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(event.length);
    record.putInt(maskedCrc(record.array(), Long.BYTES));
    record.put(event).putInt(maskedCrc(event, event.length));
    out.write(record.array());
    out.hflush();
  }

  /** CRC-32C of the first bytes, as TFRecords have it. */
  static int maskedCrc(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return Integer.rotateRight((int) crc.getValue(), ROTATION) + MASK_DELTA;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
