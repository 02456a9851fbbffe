package io.github.sparknn.training.network;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;

/**
 * Float vectors as ND4J writes arrays: two buffers, the shape and the values, each of them the name
 * of an allocation mode, the number of values, the name of their type, and the values, big-endian.
 */
final class FlatVectors {
  /** Allocation modes before 1.0.0-beta, whose lengths are ints; later ones' are longs. */
  private static final Map<String, Boolean> LONG_LENGTHS =
      Map.of(
          "DIRECT", false,
          "HEAP", false,
          "JAVACPP", false,
          "LONG_SHAPE", true,
          "MIXED_DATA_TYPES", true);

  /** Shape information of 32 dimensions, ND4J's most. */
  private static final int MAX_SHAPE_VALUES = 2 * 32 + 4;

  /** Values that memory is taken for before they are there. */
  private static final int FIRST_VALUES = 1 << 20;

  private FlatVectors() {}

  /**
   * Reads a vector of the expected size; takes memory as values come, however many are promised.
   *
   * @throws IllegalArgumentException if it is not such
   */
  static float[] read(DataInputStream in, int expected) throws IOException {
    Buffer shape = Buffer.read(in);
    if (shape.length < 1 || shape.length > MAX_SHAPE_VALUES) {
      throw new IllegalArgumentException("its parameters have no shape of an ND4J array");
    }
    in.skipNBytes(shape.length * shape.bytesPerShapeValue());
    Buffer data = Buffer.read(in);
    if (!data.type.equals("FLOAT")) {
      throw new IllegalArgumentException(
          "its parameters are of type " + data.type + " (must be FLOAT)");
    } else if (data.length != expected) {
      throw new IllegalArgumentException(
          "it holds %d parameters (its configuration has %d)".formatted(data.length, expected));
    }
    float[] values = new float[Math.min(expected, FIRST_VALUES)];
    for (int i = 0; i < expected; i++) {
      if (i == values.length) {
        values = Arrays.copyOf(values, (int) Math.min(expected, 2L * i));
      }
      values[i] = in.readFloat();
    }
    return values;
  }

  /** What stands before a buffer's values. */
  private record Buffer(long length, String type) {

    static Buffer read(DataInputStream in) throws IOException {
      Boolean isLong = LONG_LENGTHS.get(in.readUTF());
      if (isLong == null) {
        throw new IllegalArgumentException("its parameters are no ND4J array");
      }
      return new Buffer(isLong ? in.readLong() : in.readInt(), in.readUTF());
    }

    int bytesPerShapeValue() {
      return switch (type) {
        case "LONG" -> Long.BYTES;
        case "INT" -> Integer.BYTES;
        default -> throw new IllegalArgumentException("its parameters have a shape of " + type);
      };
    }
  }
}
