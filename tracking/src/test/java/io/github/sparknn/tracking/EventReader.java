package io.github.sparknn.tracking;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.nd4j.shade.protobuf.CodedInputStream;
import org.nd4j.shade.protobuf.WireFormat;

/** Reads event files by protocol buffers' own reader, checksums by a table of its own. */
final class EventReader {
  /**
   * An event.
   *
   * @param version of the first one; else empty
   */
  record Event(String version, long step, Map<String, Float> values) {}

  private EventReader() {}

  static List<Event> read(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    List<Event> events = new ArrayList<>();
    while (bytes.hasRemaining()) {
      byte[] length = new byte[8];
      bytes.get(length);
      requireCrc(bytes.getInt(), length);
      byte[] event =
          new byte[(int) ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong()];
      bytes.get(event);
      requireCrc(bytes.getInt(), event);
      events.add(event(event));
    }
    return events;
  }

  private static void requireCrc(int masked, byte[] bytes) {
    int rotated = masked - 0xa282ead8;
    int found = (rotated >>> 17) | (rotated << 15);
    int crc = ~0;
    for (byte b : bytes) {
      crc ^= b & 0xff;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 0 ? crc >>> 1 : (crc >>> 1) ^ 0x82f63b78;
      }
    }
    if (~crc != found) {
      throw new IllegalStateException("the checksum is wrong");
    }
  }

  private static Event event(byte[] bytes) throws IOException {
    CodedInputStream in = CodedInputStream.newInstance(bytes);
    String version = "";
    long step = 0;
    Map<String, Float> values = new TreeMap<>();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case 2 -> step = in.readInt64();
        case 3 -> version = in.readString();
        case 5 -> summary(in.readByteArray(), values);
        default -> in.skipField(tag);
      }
    }
    return new Event(version, step, values);
  }

  private static void summary(byte[] bytes, Map<String, Float> values) throws IOException {
    CodedInputStream in = CodedInputStream.newInstance(bytes);
    while (in.readTag() != 0) {
      CodedInputStream value = CodedInputStream.newInstance(in.readByteArray());
      value.readTag();
      String name = value.readString();
      value.readTag();
      values.put(name, value.readFloat());
    }
  }
}
