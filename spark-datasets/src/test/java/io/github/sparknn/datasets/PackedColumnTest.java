package io.github.sparknn.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.Platform;
import org.junit.jupiter.api.Test;

/** Binary columns of float32 values, the least significant byte first. */
class PackedColumnTest {
  private static final List<String> COLUMNS = List.of("f", "x");

  private static StructType schema(Metadata metadata) {
    return new StructType()
        .add("x", DataTypes.DoubleType)
        .add("f", DataTypes.BinaryType, true, metadata);
  }

  private static Metadata shape(long... shape) {
    return new MetadataBuilder().putLongArray(TensorSpec.SHAPE_METADATA, shape).build();
  }

  private static byte[] pack(float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }

  private static InternalRow row(byte[] packed) {
    return new GenericInternalRow(new Object[] {7.5, packed});
  }

  private static TensorReader reader() {
    return TensorSpec.of(schema(shape(2)), COLUMNS, null).reader(schema(shape(2)));
  }

  @Test
  void areReadBesideOthers() {
    float[] target = new float[4];
    // 1.0 is 0x3f800000.
    byte[] bytes = {0, 0, (byte) 0x80, 0x3f, 0, 0, 0x20, (byte) 0xc0};
    assertThat(reader().read(row(bytes), target, Platform.FLOAT_ARRAY_OFFSET)).isTrue();
    assertThat(target).containsExactly(1f, -2.5f, 7.5f, 0f);
  }

  @Test
  void metadataOrInputShapeGiveTheirSize() {
    assertThat(TensorSpec.of(schema(shape(2)), COLUMNS, null).shape()).containsExactly(3);
    assertThat(TensorSpec.of(schema(shape(2, 3)), List.of("f"), null).shape())
        .containsExactly(2, 3);
    assertThat(TensorSpec.of(schema(Metadata.empty()), List.of("f"), new int[] {4, 5}).shape())
        .containsExactly(4, 5);
    assertThat(TensorSpec.of(schema(Metadata.empty()), List.of("f"), null).isResolved()).isFalse();
  }

  @Test
  void otherBinaryColumnsAreNotTakenForThem() {
    var images =
        Rows.of(schema(Metadata.empty()), Rows.row(1.0, new byte[] {(byte) 0x89, 'P', 'N', 'G'}));
    assertThatThrownBy(() -> TensorSpec.of(images, COLUMNS, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot read column 'f': it is binary (must be packed floats, with their shape in"
                + " metadata tensor.shape, or of one column in inputShape; ImagePreprocessor"
                + " decodes images)");
    assertThat(TensorSpec.of(images, COLUMNS, new int[] {3}).columnSizes()).containsExactly(2, 1);
    StructType two = images.schema().add("g", DataTypes.createArrayType(DataTypes.FloatType));
    assertThatThrownBy(() -> PackedColumns.requireShapes(two, List.of("f", "g"), new int[] {3}))
        .hasMessageStartingWith("Cannot read column 'f': it is binary (must be packed floats");
  }

  @Test
  void fourBytesAreNoNumber() {
    TensorSpec number = TensorSpec.ofShapes(List.of("f"), new int[][] {{}}, new int[] {1});
    assertThatThrownBy(() -> number.reader(schema(Metadata.empty())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot read column 'f': it is of type binary (must be a number)");
  }

  @Test
  void rowsOfAnotherSizeAreErrors() {
    assertThatThrownBy(
            () -> reader().read(row(pack(1, 2, 3)), new float[3], Platform.FLOAT_ARRAY_OFFSET))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot read column 'f': a row holds 12 bytes (must be 8, for 2 packed floats;"
                + " ImagePreprocessor decodes images)");
  }

  @Test
  void nullAndNaNAreInvalid() {
    for (var invalid : List.of(row(null), row(pack(1, Float.NaN)))) {
      assertThat(reader().read(invalid, new float[3], Platform.FLOAT_ARRAY_OFFSET)).isFalse();
    }
    assertThat(reader().describeInvalid(row(null))).isEqualTo("column 'f' holds null");
    assertThat(reader().describeInvalid(row(pack(1, Float.NaN))))
        .isEqualTo("column 'f' holds NaN at position 1");
  }
}
