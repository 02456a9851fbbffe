package io.github.sparknn.preprocessing;

import static io.github.sparknn.preprocessing.Tables.floats;
import static io.github.sparknn.preprocessing.Tables.row;
import static io.github.sparknn.preprocessing.Tables.vectors;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.sparknn.testing.SharedSpark;
import io.github.sparknn.testing.StageContract;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.ml.feature.StandardScaler;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class StandardNormalizerTest {
  private static final StructType VECTOR = new StructType().add("v", SQLDataTypes.VectorType());

  @TempDir private static Path directory;

  private static StandardNormalizer normalizer(String input) {
    return new StandardNormalizer().setInputCol(input).setOutputCol("z");
  }

  /** An array column's value, to be passed as one of a row's. */
  private static Object array(Double... values) {
    return values;
  }

  /** v: means 3, 10; deviations 1, 0. */
  private static Dataset<Row> dense() {
    return Tables.of(
        VECTOR,
        row(Vectors.dense(2, 10)),
        row(Vectors.dense(3, 10)),
        row((Object) null),
        row(Vectors.dense(4, 10)));
  }

  /** a: means 3, 10; deviations 1, 0. */
  private static Dataset<Row> arrays() {
    return Tables.of(
        "a ARRAY<DOUBLE>",
        row(array(2.0, 10.0)),
        row((Object) null),
        row(array(Double.NaN, 10.0)),
        row(array(3.0, null)),
        row(array(4.0, 10.0)));
  }

  @TestFactory
  Stream<DynamicTest> keepsTheContractOfStages() {
    Dataset<Row> data =
        dense().selectExpr("v", "array(1F, 2F) AS a", "hash(v) AS n", "3 AS id").cache();
    StandardNormalizer several =
        new StandardNormalizer()
            .setInputCols(new String[] {"v", "a", "n"})
            .setOutputCols(new String[] {"vz", "az", "nz"});
    return StageContract.of(several, data, directory);
  }

  @TestFactory
  Stream<DynamicTest> keepsTheContractOfStagesForOneColumn(@TempDir Path other) {
    return StageContract.of(normalizer("a"), arrays(), other);
  }

  @Test
  void normalizesScalars() {
    Dataset<Row> data =
        Tables.of(
            "n INT, m DECIMAL(5,1)", row(2, null), row(4, new BigDecimal("1.5")), row(6, null));
    StandardNormalizerModel model = normalizer("n").fit(data);
    assertThat(model.means("n")).containsExactly(4);
    assertThat(model.stds("n")).containsExactly(2);
    assertThat(model.transform(data).select("z").collectAsList())
        .containsExactly(row(-1.0), row(0.0), row(1.0));
    assertThat(normalizer("m").fit(data).transform(data).select("z").collectAsList())
        .containsExactly(row((Object) null), row(0.0), row((Object) null));
  }

  @Test
  void keepsNaNAndNullScalarsOutOfTheStatistics() {
    Dataset<Row> data =
        Tables.of("x DOUBLE", row(2.0), row(Double.NaN), row((Object) null), row(4.0));
    StandardNormalizerModel model = normalizer("x").setWithStd(false).fit(data);
    assertThat(model.transform(data).select("z").collectAsList())
        .containsExactly(row(-1.0), row(Double.NaN), row((Object) null), row(1.0));
  }

  @Test
  void normalizesVectorsByPosition() {
    Dataset<Row> out = normalizer("v").fit(dense()).transform(dense());
    assertThat(vectors(out, "z"))
        .containsExactly(Vectors.dense(-1, 0), Vectors.dense(0, 0), null, Vectors.dense(1, 0));
    assertThat(out.schema().apply("z").metadata().getLongArray("tensor.shape")).containsExactly(2);
  }

  @Test
  void normalizesArraysByPositionKeepingNullAndNaN() {
    Dataset<Row> out = normalizer("a").fit(arrays()).transform(arrays());
    float isNull = Float.MIN_VALUE;
    assertThat(floats(out, "z"))
        .containsExactly(
            new float[] {-1, 0},
            null,
            new float[] {Float.NaN, 0},
            new float[] {0, isNull},
            new float[] {1, 0});
  }

  @Test
  void takesArraysOfEveryNumericType() {
    for (String type : List.of("BYTE", "SHORT", "INT", "LONG", "FLOAT", "DOUBLE", "DECIMAL(9,1)")) {
      Dataset<Row> data =
          Tables.of("n INT", row(1), row(3)).selectExpr("array(CAST(n AS " + type + ")) AS a");
      Dataset<Row> out = normalizer("a").setWithStd(false).fit(data).transform(data);
      assertThat(floats(out, "z")).containsExactly(new float[] {-1}, new float[] {1});
    }
  }

  @Test
  void sparseVectorsStaySparseWithoutMean() {
    Vector sparse = Vectors.sparse(3, new int[] {1}, new double[] {4});
    Dataset<Row> data = Tables.of(VECTOR, row(sparse), row(Vectors.dense(0, 2, 1)));
    StandardNormalizerModel model = normalizer("v").setWithMean(false).fit(data);
    List<Vector> out = vectors(model.transform(data), "z");
    assertThat(out.get(0)).isInstanceOf(SparseVector.class);
    assertThat(out.get(0).apply(1)).isCloseTo(4 / Math.sqrt(2), within(1e-12));
    assertThat(vectors(normalizer("v").fit(data).transform(data), "z").get(0).apply(0)).isZero();
  }

  @Test
  void agreesWithSparksStandardScaler() {
    Dataset<Row> data =
        SharedSpark.session()
            .range(0, 3000, 1, 4)
            .selectExpr("randn(1) * 1e-3 + 1e4 AS a", "rand(2) * 1e6 AS b", "id % 10 AS c");
    data =
        new VectorAssembler()
            .setInputCols(new String[] {"a", "b", "c"})
            .setOutputCol("v")
            .transform(data);
    Dataset<Row> spark =
        new StandardScaler()
            .setInputCol("v")
            .setOutputCol("spark")
            .setWithMean(true)
            .fit(data)
            .transform(data);
    Dataset<Row> both = normalizer("v").fit(data).transform(spark);
    for (Row row : both.select("spark", "z").collectAsList()) {
      double[] expected = row.<Vector>getAs(0).toArray();
      assertThat(row.<Vector>getAs(1).toArray()).containsExactly(expected, within(1e-6));
    }
    assertThat(TensorFields.group(both.schema().apply("z")).getAttr(1).name().get()).isEqualTo("b");
  }

  @Test
  void keepsTheShapeOfTheInput() {
    Metadata image = new MetadataBuilder().putLongArray("tensor.shape", new long[] {1, 2}).build();
    Dataset<Row> data = arrays().withMetadata("a", image);
    StandardNormalizer stage = normalizer("a");
    Metadata promised = stage.transformSchema(data.schema()).apply("z").metadata();
    assertThat(promised.getLongArray("tensor.shape")).containsExactly(1, 2);
    StandardNormalizerModel model = stage.fit(data);
    assertThat(model.transform(data).schema().apply("z").metadata()).isEqualTo(promised);

    Metadata other = new MetadataBuilder().putLongArray("tensor.shape", new long[] {3}).build();
    assertThatThrownBy(() -> model.transform(arrays().withMetadata("a", other)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot normalize column 'a': its rows hold 3 values, expected 2");
  }

  @Test
  void refusesRowsOfAnotherLength() {
    Dataset<Row> uneven =
        Tables.of("a ARRAY<DOUBLE>", row(array(1.0, 2.0)), row(array(1.0, 2.0, 3.0)));
    assertThatThrownBy(() -> normalizer("a").fit(uneven))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot fit StandardNormalizer: column 'a' holds rows of 2 and of 3 values (all must"
                + " have one size)");
    StandardNormalizerModel model = normalizer("a").fit(arrays());
    assertThatThrownBy(() -> model.transform(uneven).collect())
        .hasStackTraceContaining("Cannot normalize column 'a': a row holds 3 values, expected 2");
    Dataset<Row> longer = Tables.of(VECTOR, row(Vectors.sparse(5, new int[0], new double[0])));
    StandardNormalizerModel ofVectors = normalizer("v").fit(dense());
    assertThatThrownBy(() -> ofVectors.transform(longer).collect())
        .hasStackTraceContaining("Cannot normalize column 'v': a row holds 5 values, expected 2");
  }

  @Test
  void refusesDataThatCannotBeNormalized() {
    assertRefused(
        normalizer("a"),
        arrays().limit(0),
        "Cannot fit StandardNormalizer: the DataFrame is empty");
    assertRefused(
        normalizer("a"),
        arrays().where("a IS NULL"),
        "Cannot fit StandardNormalizer: column 'a' has no value, only null or NaN");
    assertRefused(
        normalizer("a"),
        Tables.of("a ARRAY<DOUBLE>", row(array(1.0, Double.POSITIVE_INFINITY))),
        "Cannot fit StandardNormalizer: column 'a' holds an infinite value at position 1");
  }

  @Test
  void refusesColumnsThatDoNotFit() {
    Dataset<Row> data = Tables.flights();
    assertRefused(
        normalizer("x"),
        data,
        "Cannot find column 'x' of inputCol: the DataFrame has id, delay, carrier");
    assertRefused(
        normalizer("carrier"),
        data,
        "Cannot use column 'carrier' of inputCol: its type is string, expected a numeric type, an"
            + " array of one, or a vector");
    assertRefused(
        normalizer("delay").setOutputCol("id"),
        data,
        "Invalid outputCol: id (must be a new column, the DataFrame has id, delay, carrier)");
  }

  @Test
  void refusesParamsThatDoNotGoTogether() {
    Dataset<Row> data = Tables.flights();
    assertRefused(
        new StandardNormalizer(), data, "Cannot normalize: neither inputCol nor inputCols is set");
    assertRefused(
        normalizer("delay").setInputCols(new String[] {"id"}),
        data,
        "Cannot normalize: both inputCol and inputCols are set");
    assertRefused(
        new StandardNormalizer().setInputCol("delay"),
        data,
        "Cannot normalize: with inputCol set, outputCol must be set and outputCols not");
    assertRefused(
        new StandardNormalizer()
            .setInputCols(new String[] {"id", "delay"})
            .setOutputCols(new String[] {"z"}),
        data,
        "Invalid outputCols: 1 names (must be one for each of 2 inputCols, at least one)");
  }

  private static void assertRefused(StandardNormalizer stage, Dataset<Row> data, String message) {
    assertThatThrownBy(() -> stage.fit(data))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
