package io.github.sparknn.preprocessing;

import static io.github.sparknn.preprocessing.Tables.floats;
import static io.github.sparknn.preprocessing.Tables.row;
import static io.github.sparknn.preprocessing.Tables.vectors;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.sparknn.testing.SharedSpark;
import io.github.sparknn.testing.StageContract;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.ml.feature.MaxAbsScaler;
import org.apache.spark.ml.feature.MinMaxScaler;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What the normalizers do in their own ways; StandardNormalizerTest has what is alike. */
class NormalizersTest {
  private static final String[] INPUTS = {"v", "a", "n"};
  private static final String[] OUTPUTS = {"vz", "az", "nz"};

  /** v: 1, 3, 5 and a constant; a: -4, 0, 2 and a constant 0; n as v's first. */
  private static Dataset<Row> data() {
    StructType schema =
        new StructType().add("v", SQLDataTypes.VectorType()).add("k", "double").add("n", "int");
    return Tables.of(
            schema,
            row(Vectors.dense(1, 8), -4.0, 1),
            row(Vectors.dense(5, 8), 0.0, 5),
            row(null, 0.0, null),
            row(Vectors.dense(3, 8), 2.0, 3))
        .select(
            functions.col("v"),
            functions.array(functions.col("k"), functions.lit(0.0)).as("a"),
            functions.col("n"));
  }

  private static <E extends Normalizer<E, M>, M extends NormalizerModel<M>> E several(E stage) {
    return stage.setInputCols(INPUTS).setOutputCols(OUTPUTS);
  }

  @TestFactory
  Stream<DynamicTest> minMaxNormalizerKeepsTheContractOfStages(@TempDir Path directory) {
    return StageContract.of(several(new MinMaxNormalizer()), data(), directory);
  }

  @TestFactory
  Stream<DynamicTest> maxAbsNormalizerKeepsTheContractOfStages(@TempDir Path directory) {
    return StageContract.of(several(new MaxAbsNormalizer()), data(), directory);
  }

  @TestFactory
  Stream<DynamicTest> robustNormalizerKeepsTheContractOfStages(@TempDir Path directory) {
    return StageContract.of(several(new RobustNormalizer()), data(), directory);
  }

  @Test
  void minMaxGivesZeroToOne() {
    MinMaxNormalizerModel model = several(new MinMaxNormalizer()).fit(data());
    assertThat(model.mins("v")).containsExactly(1, 8);
    assertThat(model.maxs("a")).containsExactly(2, 0);
    Dataset<Row> out = model.transform(data());
    assertThat(vectors(out, "vz"))
        .containsExactly(Vectors.dense(0, 0), Vectors.dense(1, 0), null, Vectors.dense(0.5, 0));
    assertThat(floats(out, "az"))
        .containsExactly(
            new float[] {0, 0},
            new float[] {4 / 6f, 0},
            new float[] {4 / 6f, 0},
            new float[] {1, 0});
    assertThat(out.select("nz").collectAsList())
        .containsExactly(row(0.0), row(1.0), row((Object) null), row(0.5));
  }

  @Test
  void maxAbsKeepsZerosAndSparseVectors() {
    MaxAbsNormalizerModel model = several(new MaxAbsNormalizer()).fit(data());
    Dataset<Row> out = model.transform(data());
    assertThat(floats(out, "az"))
        .containsExactly(
            new float[] {-1, 0}, new float[] {0, 0}, new float[] {0, 0}, new float[] {0.5f, 0});
    assertThat(vectors(out, "vz")).startsWith(Vectors.dense(0.2, 1), Vectors.dense(1, 1));
    Dataset<Row> sparse =
        data().withColumn("v", functions.lit(null).cast(SQLDataTypes.VectorType()));
    assertThat(vectors(model.transform(sparse), "vz")).containsOnlyNulls();

    StructType schema = new StructType().add("s", SQLDataTypes.VectorType());
    Dataset<Row> vectors =
        Tables.of(
            schema,
            row(Vectors.sparse(4, new int[] {2}, new double[] {-8})),
            row(Vectors.sparse(4, new int[] {2, 3}, new double[] {2, 1})));
    List<Vector> scaled =
        vectors(
            new MaxAbsNormalizer()
                .setInputCol("s")
                .setOutputCol("z")
                .fit(vectors)
                .transform(vectors),
            "z");
    assertThat(scaled)
        .hasOnlyElementsOfType(SparseVector.class)
        .containsExactly(
            Vectors.sparse(4, new int[] {2}, new double[] {-1}),
            Vectors.sparse(4, new int[] {2, 3}, new double[] {0.25, 1}));
  }

  @Test
  void robustScalesByQuantiles() {
    Dataset<Row> even =
        SharedSpark.session().range(0, 101, 1, 2).selectExpr("IF(id = 100, 1e9, id * 10D) AS x");
    RobustNormalizerModel model =
        new RobustNormalizer()
            .setInputCol("x")
            .setOutputCol("z")
            .setLower(0.1)
            .setUpper(0.9)
            .fit(even);
    assertThat(model.medians("x")[0]).isCloseTo(500, within(10.0));
    assertThat(model.lowerQuantiles("x")[0]).isCloseTo(100, within(10.0));
    assertThat(model.upperQuantiles("x")[0]).isCloseTo(900, within(10.0));
    double first = model.transform(even).select("z").head().getDouble(0);
    assertThat(first)
        .isEqualTo(
            -model.medians("x")[0] / (model.upperQuantiles("x")[0] - model.lowerQuantiles("x")[0]));
    assertThatThrownBy(
            () -> new RobustNormalizer().setInputCol("x").setOutputCol("z").setLower(0.8).fit(even))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid lower: 0.8 (must be less than upper, 0.75)");
  }

  @Test
  void agreeWithSparksScalers() {
    Dataset<Row> random =
        SharedSpark.session()
            .range(0, 2000, 1, 3)
            .selectExpr("array(randn(1) * 1e-3 + 1e4, rand(2) - 0.5) AS a")
            .cache();
    Dataset<Row> data =
        random.select(org.apache.spark.ml.functions.array_to_vector(functions.col("a")).as("v"));
    Dataset<Row> out =
        new MinMaxScaler().setInputCol("v").setOutputCol("m").fit(data).transform(data);
    out = new MaxAbsScaler().setInputCol("v").setOutputCol("x").fit(data).transform(out);
    out = new MinMaxNormalizer().setInputCol("v").setOutputCol("mz").fit(data).transform(out);
    out = new MaxAbsNormalizer().setInputCol("v").setOutputCol("xz").fit(data).transform(out);
    for (Row row : out.select("m", "mz", "x", "xz").collectAsList()) {
      for (int i = 0; i < 4; i += 2) {
        assertThat(row.<Vector>getAs(i + 1).toArray())
            .containsExactly(row.<Vector>getAs(i).toArray(), within(1e-9));
      }
    }
  }

  @Test
  void inverseRestoresValuesAndConstants() {
    for (NormalizerModel<?> model :
        List.of(
            several(new StandardNormalizer()).fit(data()),
            several(new MinMaxNormalizer()).fit(data()),
            several(new MaxAbsNormalizer()).fit(data()),
            several(new RobustNormalizer()).fit(data()))) {
      Dataset<Row> restored =
          model.inverse(model.transform(data()), OUTPUTS, new String[] {"v2", "a2", "n2"});
      List<Vector> vectors = vectors(restored, "v2");
      assertThat(vectors.get(2)).isNull();
      assertThat(vectors.get(1).toArray()).containsExactly(new double[] {5, 8}, within(1e-12));
      assertThat(vectors.get(3).toArray()).containsExactly(new double[] {3, 8}, within(1e-12));
      assertThat(floats(restored, "a2").get(0)).containsExactly(new float[] {-4, 0}, within(1e-6f));
      assertThat(restored.select("n2").collectAsList().get(1).getDouble(0))
          .isCloseTo(5, within(1e-12));
      assertThat(restored.select("n2").collectAsList().get(2).isNullAt(0)).isTrue();
    }
  }

  @Test
  void inverseTakesColumnsOfOtherNames() {
    Dataset<Row> labels = Tables.of("y DOUBLE", row(2.0), row(4.0), row(6.0));
    StandardNormalizerModel model =
        new StandardNormalizer().setInputCol("y").setOutputCol("label").fit(labels);
    Dataset<Row> predictions = Tables.of("prediction DOUBLE", row(0.5), row(-2.0));
    assertThat(
            model
                .inverse(predictions, new String[] {"prediction"}, new String[] {"minutes"})
                .select("minutes")
                .collectAsList())
        .containsExactly(row(5.0), row(0.0)); // mean 4, deviation 2
    assertThatThrownBy(() -> model.inverse(labels, new String[] {"prediction"}, new String[] {"m"}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot find column 'prediction' of inputCols: the DataFrame has y");
    String[] two = {"y", "z"};
    assertThatThrownBy(() -> model.inverse(labels.withColumn("z", functions.lit(1)), two, OUTPUTS))
        .hasMessageStartingWith("Invalid outputCols: 3 names");
  }

  @Test
  void namesTheStageWhereDataCannotBeFitted() {
    Dataset<Row> infinite = Tables.of("x DOUBLE", row(1.0), row(Double.POSITIVE_INFINITY));
    assertThatThrownBy(
            () -> new MaxAbsNormalizer().setInputCol("x").setOutputCol("z").fit(infinite))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot fit MaxAbsNormalizer: column 'x' holds an infinite value");
  }
}
