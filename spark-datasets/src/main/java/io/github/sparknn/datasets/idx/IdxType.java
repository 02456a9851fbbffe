package io.github.sparknn.datasets.idx;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** The number types of IDX files, with their codes. */
enum IdxType {
  UBYTE(0x08, 1),
  BYTE(0x09, 1),
  SHORT(0x0B, 2),
  INT(0x0C, 4),
  FLOAT(0x0D, 4),
  DOUBLE(0x0E, 8);

  private final int code;
  private final int bytes;

  IdxType(int code, int bytes) {
    this.code = code;
    this.bytes = bytes;
  }

  /** The type of a code, or null. */
  static IdxType ofCode(int code) {
    return Arrays.stream(values()).filter(type -> type.code == code).findAny().orElse(null);
  }

  int bytes() {
    return bytes;
  }

  boolean isWhole() {
    return this != FLOAT && this != DOUBLE;
  }

  /** The i-th number of big-endian bytes. */
  double get(ByteBuffer values, int i) {
    return switch (this) {
      case UBYTE -> values.get(i) & 0xFF;
      case BYTE -> values.get(i);
      case SHORT -> values.getShort(i * bytes);
      case INT -> values.getInt(i * bytes);
      case FLOAT -> values.getFloat(i * bytes);
      case DOUBLE -> values.getDouble(i * bytes);
    };
  }
}
