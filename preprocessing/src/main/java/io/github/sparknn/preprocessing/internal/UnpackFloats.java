package io.github.sparknn.preprocessing.internal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * An array of the floats whose bytes, least significant first, its one input holds; null of null.
 *
 * @param column the input, for messages
 */
public record UnpackFloats(String column) implements RowFunction {
  /** The type of the result. */
  public static final DataType ARRAY = DataTypes.createArrayType(DataTypes.FloatType, false);

  private static final long serialVersionUID = 1L;

  @Override
  public DataType dataType() {
    return ARRAY;
  }

  @Override
  public boolean nullable() {
    return true;
  }

  @Override
  public String toString() {
    return "unpack_floats";
  }

  @Override
  public Evaluator evaluator() {
    return inputs -> inputs[0] == null ? null : unpacked((byte[]) inputs[0]);
  }

  private UnsafeArrayData unpacked(byte[] bytes) {
    if (bytes.length % Float.BYTES != 0) {
      throw new IllegalArgumentException(
          "Cannot unpack floats of column '%s': a row holds %d bytes (must be a multiple of 4)"
              .formatted(column, bytes.length));
    }
    float[] floats = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(floats);
    return UnsafeArrayData.fromPrimitiveArray(floats);
  }
}
