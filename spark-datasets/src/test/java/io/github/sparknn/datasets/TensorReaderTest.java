package io.github.sparknn.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.Platform;
import org.junit.jupiter.api.Test;

class TensorReaderTest {
  private static InternalRow internal(StructType schema, Object... values) {
    Dataset<Row> data = Rows.of(schema, Rows.row(values));
    return data.queryExecution().toRdd().toJavaRDD().map(InternalRow::copy).first();
  }

  private static float[] read(TensorReader reader, int size, InternalRow row) {
    float[] out = new float[size + 1];
    out[size] = 99;
    assertThat(reader.read(row, out, Platform.FLOAT_ARRAY_OFFSET)).isTrue();
    assertThat(out[size]).as("nothing written past the end").isEqualTo(99);
    return Arrays.copyOf(out, size);
  }

  private static void assertInvalid(StructType schema, String description, Object... values) {
    TensorReader reader =
        TensorSpec.of(schema, List.of(schema.fieldNames()), new int[] {schema.size() + 1})
            .reader(schema);
    InternalRow row = internal(schema, values);
    assertThat(reader.read(row, new float[8], Platform.FLOAT_ARRAY_OFFSET)).isFalse();
    assertThat(reader.describeInvalid(row)).isEqualTo(description);
  }

  @Test
  void readsEveryKindOfNumberInOrder() {
    StructType schema =
        new StructType()
            .add("byte", DataTypes.ByteType)
            .add("short", DataTypes.ShortType)
            .add("int", DataTypes.IntegerType)
            .add("long", DataTypes.LongType)
            .add("float", DataTypes.FloatType)
            .add("double", DataTypes.DoubleType)
            .add("decimal", DataTypes.createDecimalType(10, 2))
            .add("yes", DataTypes.BooleanType)
            .add("no", DataTypes.BooleanType);
    InternalRow row =
        internal(
            schema, (byte) -1, (short) 2, 3, 4L, 5.5f, 6.5, new BigDecimal("7.25"), true, false);
    TensorReader reader = TensorSpec.of(schema, List.of(schema.fieldNames()), null).reader(schema);
    assertThat(read(reader, 9, row)).containsExactly(-1, 2, 3, 4, 5.5f, 6.5f, 7.25f, 1, 0);
  }

  @Test
  void readsArraysOfEveryNumber() {
    assertThat(readArray(DataTypes.FloatType, 1f, -2.5f, 3f)).containsExactly(1, -2.5f, 3);
    assertThat(readArray(DataTypes.DoubleType, 1d, -2.5, 3d)).containsExactly(1, -2.5f, 3);
    assertThat(readArray(DataTypes.IntegerType, 1, -2, 3)).containsExactly(1, -2, 3);
    assertThat(readArray(DataTypes.LongType, 1L, -2L, 3L)).containsExactly(1, -2, 3);
    assertThat(readArray(DataTypes.ShortType, (short) 1, (short) -2, (short) 3))
        .containsExactly(1, -2, 3);
    assertThat(readArray(DataTypes.ByteType, (byte) 1, (byte) -2, (byte) 3))
        .containsExactly(1, -2, 3);
  }

  private static float[] readArray(DataType type, Object... values) {
    StructType schema = new StructType().add("f", DataTypes.createArrayType(type));
    TensorReader reader = TensorSpec.of(schema, List.of("f"), new int[] {3}).reader(schema);
    return read(reader, 3, internal(schema, List.of(values)));
  }

  @Test
  void readsDenseAndSparseVectors() {
    StructType schema =
        new StructType().add("x", DataTypes.IntegerType).add("v", SQLDataTypes.VectorType());
    TensorReader reader = TensorSpec.of(schema, List.of("v", "x"), new int[] {5}).reader(schema);
    assertThat(read(reader, 5, internal(schema, 9, Vectors.dense(1, 0, 2.5, -3))))
        .containsExactly(1, 0, 2.5f, -3, 9);
    assertThat(
            read(
                reader,
                5,
                internal(schema, 9, Vectors.sparse(4, new int[] {1, 3}, new double[] {7, 8}))))
        .containsExactly(0, 7, 0, 8, 9);
  }

  @Test
  void writesToAnAddress() {
    long address = Platform.allocateMemory(8);
    try {
      Rows.features()
          .reader(Rows.SCHEMA)
          .read(internal(Rows.SCHEMA, new float[] {1.5f, 2.5f}, 0), null, address);
      assertThat(Platform.getFloat(null, address)).isEqualTo(1.5f);
      assertThat(Platform.getFloat(null, address + 4)).isEqualTo(2.5f);
    } finally {
      Platform.freeMemory(address);
    }
  }

  @Test
  void nullAndNaNAreFound() {
    StructType number =
        new StructType().add("x", DataTypes.DoubleType).add("y", DataTypes.FloatType);
    TensorReader reader = TensorSpec.of(number, List.of("x", "y"), null).reader(number);
    InternalRow nan = internal(number, 1.0, Float.NaN);
    assertThat(reader.read(nan, new float[2], Platform.FLOAT_ARRAY_OFFSET)).isFalse();
    assertThat(reader.describeInvalid(nan)).isEqualTo("column 'y' holds NaN");
    InternalRow none = internal(number, null, 1f);
    assertThat(reader.read(none, new float[2], Platform.FLOAT_ARRAY_OFFSET)).isFalse();
    assertThat(reader.describeInvalid(none)).isEqualTo("column 'x' holds null");
  }

  @Test
  void nullAndNaNInArraysAndVectorsAreFound() {
    StructType floats = new StructType().add("f", DataTypes.createArrayType(DataTypes.FloatType));
    assertInvalid(floats, "column 'f' holds null", (Object) null);
    assertInvalid(floats, "column 'f' holds null at position 1", Arrays.asList(1f, null));
    assertInvalid(floats, "column 'f' holds NaN at position 0", List.of(Float.NaN, 1f));
    StructType doubles = new StructType().add("d", DataTypes.createArrayType(DataTypes.DoubleType));
    assertInvalid(doubles, "column 'd' holds null at position 0", Arrays.asList(null, 1d));
    assertInvalid(doubles, "column 'd' holds NaN at position 1", List.of(1d, Double.NaN));
    StructType vectors = new StructType().add("v", SQLDataTypes.VectorType());
    assertInvalid(vectors, "column 'v' holds NaN at position 1", Vectors.dense(1, Double.NaN));
    assertInvalid(
        vectors,
        "column 'v' holds NaN at position 1",
        Vectors.sparse(2, new int[] {1}, new double[] {Double.NaN}));
  }

  @Test
  void aNullBeyondTheFirstSixtyFourElementsIsFound() {
    Float[] values = new Float[100];
    Arrays.fill(values, 1f);
    values[77] = null;
    StructType schema = new StructType().add("f", DataTypes.createArrayType(DataTypes.FloatType));
    TensorReader reader = TensorSpec.of(schema, List.of("f"), new int[] {100}).reader(schema);
    InternalRow row = internal(schema, Arrays.asList(values));
    assertThat(reader.read(row, new float[100], Platform.FLOAT_ARRAY_OFFSET)).isFalse();
    assertThat(reader.describeInvalid(row)).isEqualTo("column 'f' holds null at position 77");
  }

  @Test
  void aRowOfAnotherLengthIsAnError() {
    assertThatThrownBy(
            () ->
                Rows.features()
                    .reader(Rows.SCHEMA)
                    .read(
                        internal(Rows.SCHEMA, new float[] {1, 2, 3}, 0),
                        new float[3],
                        Platform.FLOAT_ARRAY_OFFSET))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot read column 'f': a row holds 3 values (must be 2)");
    StructType vectors = new StructType().add("v", SQLDataTypes.VectorType());
    TensorReader reader = TensorSpec.of(vectors, List.of("v"), new int[] {2}).reader(vectors);
    for (var vector :
        List.of(Vectors.dense(1, 2, 3), Vectors.sparse(3, new int[] {0}, new double[] {1}))) {
      assertThatThrownBy(
              () ->
                  reader.read(internal(vectors, vector), new float[3], Platform.FLOAT_ARRAY_OFFSET))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Cannot read column 'v': a row holds 3 values (must be 2)");
    }
  }
}
