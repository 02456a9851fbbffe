package io.github.sparknn.datasets;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.Platform;

/** A column of packed floats: binary, four bytes a value, least significant first. */
final class PackedColumnReader extends ColumnReader {
  PackedColumnReader(String name, int ordinal, int size) {
    super(name, ordinal, size);
  }

  @Override
  boolean readValue(InternalRow row, Object base, long offset) {
    FloatBuffer values = values(row);
    boolean valid = true;
    for (int i = 0; i < size; i++) {
      float value = values.get(i);
      valid &= !Float.isNaN(value);
      Platform.putFloat(base, offset + (long) i * Float.BYTES, value);
    }
    return valid;
  }

  private FloatBuffer values(InternalRow row) {
    byte[] bytes = row.getBinary(ordinal);
    if (bytes.length != (long) size * Float.BYTES) {
      throw new IllegalArgumentException(
          "Cannot read column '%s': a row holds %d bytes (must be %d, for %d packed floats;"
                  .formatted(name, bytes.length, (long) size * Float.BYTES, size)
              + " ImagePreprocessor decodes images)");
    }
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
  }

  @Override
  String invalidValue(InternalRow row) {
    FloatBuffer values = values(row);
    for (int i = 0; i < size; i++) {
      if (Float.isNaN(values.get(i))) {
        return "NaN at position " + i;
      }
    }
    return null;
  }
}
