package io.github.sparknn.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparknn.testing.SharedSpark;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.Platform;
import org.junit.jupiter.api.Test;

class NestedColumnTest {
  private static final StructType MATRIX = matrix(DataTypes.FloatType, Metadata.empty());

  private static StructType matrix(DataType element, Metadata metadata) {
    DataType type = DataTypes.createArrayType(DataTypes.createArrayType(element));
    return new StructType().add("m", type, true, metadata);
  }

  private static float[] read(TensorSpec spec, Dataset<Row> data) {
    float[] floats = new float[spec.size()];
    assertThat(spec.reader(data.schema()).read(first(data), floats, Platform.FLOAT_ARRAY_OFFSET))
        .isTrue();
    return floats;
  }

  private static InternalRow first(Dataset<Row> data) {
    return data.queryExecution().toRdd().toJavaRDD().map(InternalRow::copy).first();
  }

  private static Dataset<Row> matrices(Object... values) {
    return Rows.of(MATRIX, Arrays.stream(values).map(value -> Rows.row(value)).toArray(Row[]::new));
  }

  private static String whyInvalid(TensorSpec spec, Object value) {
    Dataset<Row> data = matrices(value);
    TensorReader reader = spec.reader(MATRIX);
    InternalRow row = first(data);
    assertThat(reader.read(row, new float[spec.size()], Platform.FLOAT_ARRAY_OFFSET)).isFalse();
    return reader.describeInvalid(row);
  }

  @Test
  void theFirstRowGivesTheShape() {
    Dataset<Row> data = matrices(null, List.of(List.of(1f, 2f, 3f), List.of(4f, 5f, 6f)));
    assertThat(TensorSpec.of(MATRIX, List.of("m"), null).isResolved()).isFalse();
    TensorSpec spec = TensorSpec.of(data, List.of("m"), null);
    assertThat(spec.shape()).containsExactly(2, 3);
    assertThat(spec.columnShapes()).isDeepEqualTo(new int[][] {{2, 3}});
    assertThat(spec.columnSizes()).containsExactly(6);
    assertThat(read(spec, data.where("m IS NOT NULL"))).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void inputShapeOfTheSameRankGivesTheShapeWithoutARow() {
    TensorSpec spec = TensorSpec.of(MATRIX, List.of("m"), new int[] {2, 3});
    assertThat(spec.isResolved()).isTrue();
    assertThat(spec.columnShapes()).isDeepEqualTo(new int[][] {{2, 3}});
  }

  @Test
  void inputShapeOfAnotherRankReshapesWhatTheFirstRowHolds() {
    Dataset<Row> data = matrices(List.of(List.of(1f, 2f, 3f), List.of(4f, 5f, 6f)));
    assertThat(TensorSpec.of(MATRIX, List.of("m"), new int[] {1, 2, 3}).isResolved()).isFalse();
    TensorSpec spec = TensorSpec.of(data, List.of("m"), new int[] {1, 2, 3});
    assertThat(spec.shape()).containsExactly(1, 2, 3);
    assertThat(read(spec, data)).containsExactly(1, 2, 3, 4, 5, 6);
    assertThatThrownBy(() -> TensorSpec.of(data, List.of("m"), new int[] {1, 2, 2}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid inputShape: [1, 2, 2] (must hold the 6 values of the columns m)");
  }

  @Test
  void metadataGivesTheShapeWhereItIsOfTheSameRank() {
    MetadataBuilder shape = new MetadataBuilder();
    StructType schema =
        matrix(
            DataTypes.IntegerType,
            shape.putLongArray(TensorSpec.SHAPE_METADATA, new long[] {2, 1}).build());
    assertThat(TensorSpec.of(schema, List.of("m"), null).shape()).containsExactly(2, 1);
    StructType flat =
        matrix(
            DataTypes.IntegerType,
            shape.putLongArray(TensorSpec.SHAPE_METADATA, new long[] {3}).build());
    Dataset<Row> data = Rows.of(flat, Rows.row(List.of(List.of(1), List.of(2))));
    assertThatThrownBy(() -> TensorSpec.of(data, List.of("m"), null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Invalid metadata tensor.shape of column 'm': [3] (must hold the 2 values of its first"
                + " row)");
  }

  @Test
  void readsThreeLevelsOfEveryNumberBesideFlatColumns() {
    Dataset<Row> data =
        SharedSpark.session()
            .sql(
                "SELECT 9 AS n, array(array(array(1, 2), array(3, 4)), array(array(5, 6), array(7,"
                    + " 8))) AS m, array(0.5D) AS d");
    TensorSpec spec = TensorSpec.of(data, List.of("d", "m", "n"), null);
    assertThat(spec.shape()).containsExactly(10);
    assertThat(spec.columnShapes()).isDeepEqualTo(new int[][] {{1}, {2, 2, 2}, {}});
    assertThat(read(spec, data)).containsExactly(0.5f, 1, 2, 3, 4, 5, 6, 7, 8, 9);
  }

  @Test
  void theShapesAreAllAReaderNeeds() {
    Dataset<Row> data = matrices(List.of(List.of(1f), List.of(2f)));
    TensorSpec found = TensorSpec.of(data, List.of("m"), null);
    TensorSpec again = TensorSpec.ofShapes(List.of("m"), found.columnShapes(), found.shape());
    assertThat(read(again, data)).containsExactly(1, 2);
    assertThatThrownBy(
            () -> TensorSpec.ofSizes(List.of("m"), new int[] {2}, new int[] {2}).reader(MATRIX))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot read column 'm': its type array<array<float>> has 2 dimensions (must be of"
                + " shape [2])");
    assertThatThrownBy(() -> TensorSpec.ofShapes(List.of("m"), new int[][] {{2, 2}}, new int[] {3}))
        .hasMessage("Cannot read columns [m] as a tensor of shape [3]: theirs are [[2, 2]]");
  }

  @Test
  void aFlatColumnMayTakeANestedOnesPlace() {
    StructType vectors = new StructType().add("v", SQLDataTypes.VectorType());
    Dataset<Row> data = Rows.of(vectors, Rows.row(Vectors.dense(1, 2)));
    TensorSpec spec = TensorSpec.ofShapes(List.of("v"), new int[][] {{2, 1}}, new int[] {2, 1});
    assertThat(read(spec, data)).containsExactly(1, 2);
  }

  @Test
  void raggedRowsAreErrorsThatSayWhere() {
    TensorSpec spec = TensorSpec.of(MATRIX, List.of("m"), new int[] {2, 2});
    TensorReader reader = spec.reader(MATRIX);
    InternalRow outer = first(matrices(List.of(List.of(1f, 2f))));
    assertThatThrownBy(() -> reader.read(outer, new float[4], Platform.FLOAT_ARRAY_OFFSET))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot read column 'm': a row holds 1 arrays (must be 2)");
    InternalRow inner = first(matrices(List.of(List.of(1f, 2f), List.of(3f, 4f, 5f))));
    assertThatThrownBy(() -> reader.read(inner, new float[4], Platform.FLOAT_ARRAY_OFFSET))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot read column 'm': an array at level 1 of a row holds 3 values (must be 2)");
  }

  @Test
  void nullAndNaNAreFoundAtEachLevel() {
    TensorSpec spec = TensorSpec.of(MATRIX, List.of("m"), new int[] {2, 2});
    assertThat(whyInvalid(spec, null)).isEqualTo("column 'm' holds null");
    assertThat(whyInvalid(spec, Arrays.asList(List.of(1f, 2f), null)))
        .isEqualTo("column 'm' holds null at position [1]");
    assertThat(whyInvalid(spec, List.of(List.of(1f, 2f), Arrays.asList(null, 2f))))
        .isEqualTo("column 'm' holds null at position [1, 0]");
    assertThat(whyInvalid(spec, List.of(List.of(1f, Float.NaN), List.of(1f, 2f))))
        .isEqualTo("column 'm' holds NaN at position [0, 1]");
  }

  @Test
  void aFirstRowWithoutValuesIsAnError() {
    assertThatThrownBy(() -> TensorSpec.of(matrices(List.of(List.of())), List.of("m"), null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot tell the size of 'm': the first row's value is empty");
    assertThatThrownBy(() -> TensorSpec.of(matrices(List.of()), List.of("m"), null))
        .hasMessage("Cannot tell the size of 'm': the first row's value is empty");
    assertThatThrownBy(
            () -> TensorSpec.of(matrices(Arrays.asList(null, List.of(1f))), List.of("m"), null))
        .hasMessage("Cannot tell the size of 'm': the first row's value holds null");
  }

  @Test
  void shardsOfNestedColumnsSkipInvalidRows() {
    Dataset<Row> data =
        SharedSpark.session()
            .range(0, 20, 1, 3)
            .selectExpr("array(array(float(id), 1f), array(2f, IF(id % 5 = 0, NULL, 3f))) AS m");
    TensorSpec spec = TensorSpec.of(data, List.of("m"), new int[] {2, 2});
    ShardedDataset.Builder builder = ShardedDataset.builder(data).features(spec).workers(2);
    assertThatThrownBy(builder::build)
        .hasStackTraceContaining("Cannot read row: column 'm' holds null at position [1, 1]");
    try (ShardedDataset shards = builder.invalidRows(InvalidRows.SKIP).build()) {
      assertThat(shards.rows()).isEqualTo(16);
      assertThat(Rows.collect(shards).get(0).get(0)).hasSize(4).endsWith(1, 2, 3);
    }
  }
}
