package io.github.sparknn.estimators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparknn.testing.SharedSpark;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFunctionTest {
  private static final SparkSession SPARK = SharedSpark.session();

  @TempDir static Path folder;
  private static NeuralNetworkClassificationModel model;

  /** Of the second class, by id. */
  private static double[] expected;

  @BeforeAll
  static void train() {
    String path = folder.resolve("halves").toString();
    TestTables.halves(200).write().parquet(path);
    SPARK.read().parquet(path).createOrReplaceTempView("halves");
    model = TestTables.classifier().setEpochs(2).fit(SPARK.table("halves"));
    model.registerFunction(SPARK, "delay_risk");
    expected =
        model
            .transform(SPARK.table("halves"))
            .orderBy("id")
            .select("probability")
            .collectAsList()
            .stream()
            .mapToDouble(row -> row.<Vector>getAs(0).apply(1))
            .toArray();
  }

  private static String plan(Dataset<Row> data) {
    return data.queryExecution().executedPlan().toString();
  }

  @Test
  void givesTheSecondClassesProbabilityInBatches() {
    Dataset<Row> risks = SPARK.sql("SELECT id, delay_risk(features) AS risk FROM halves");

    assertThat(plan(risks))
        .contains("BatchScore")
        .doesNotContain("delay_risk(")
        .contains("ReadSchema: struct<id:bigint,features:array<float>>");
    List<Row> rows = risks.orderBy("id").collectAsList();
    assertThat(rows).hasSize(200);
    rows.forEach(row -> assertThat(row.getDouble(1)).isEqualTo(expected[(int) row.getLong(0)]));
  }

  @Test
  void filtersByScoresAndLeavesOtherConditionsBelow() {
    Dataset<Row> risky =
        SPARK.sql("SELECT id FROM halves WHERE delay_risk(features) > 0.5 AND id < 50");

    assertThat(plan(risky)).contains("BatchScore", "LessThan(id,50)").doesNotContain("delay_risk(");
    long count = java.util.stream.IntStream.range(0, 50).filter(i -> expected[i] > 0.5).count();
    assertThat(risky.count()).isEqualTo(count).isBetween(1L, 49L);
  }

  @Test
  void invalidRowsGiveNull() {
    Row row =
        SPARK
            .sql(
                "SELECT delay_risk(features) FROM (SELECT if(id = 1, null, features) AS features"
                    + " FROM halves WHERE id = 1)")
            .first();

    assertThat(row.isNullAt(0)).isTrue();
    Row nan =
        SPARK.sql("SELECT delay_risk(array(float('NaN'), float(0))) FROM halves LIMIT 1").first();
    assertThat(nan.isNullAt(0)).isTrue();
  }

  @Test
  void severalColumnsAreSeveralArguments() {
    NeuralNetworkClassificationModel columns =
        TestTables.classifier()
            .setFeaturesCols(new String[] {"a", "b"})
            .setLabelCol("name")
            .setEpochs(2)
            .fit(SPARK.table("halves"));
    columns.registerFunction(SPARK, "side", "prediction");

    Dataset<Row> sides = SPARK.sql("SELECT id, side(a, b) AS prediction FROM halves");

    assertThat(sides.orderBy("id").collectAsList())
        .isEqualTo(
            columns
                .transform(SPARK.table("halves"))
                .select("id", "prediction")
                .orderBy("id")
                .collectAsList());
    assertThatThrownBy(() -> SPARK.sql("SELECT side(a) FROM halves"))
        .hasMessageContaining("Cannot call side: the number of arguments is 1 (must be 2: a, b)");
    assertThatThrownBy(() -> SPARK.sql("SELECT side(a, name) FROM halves"))
        .hasMessageContaining("Cannot read column 'b': it is of type string");
  }

  @Test
  void otherModelsGiveTheirPrediction() {
    NeuralNetworkRegressionModel regression =
        TestTables.regressor().setEpochs(1).fit(TestTables.planes(100));
    regression.registerFunction(SPARK, "number_of");
    TestTables.planes(100).createOrReplaceTempView("planes");

    assertThat(SPARK.sql("SELECT number_of(features) FROM planes ORDER BY id").collectAsList())
        .isEqualTo(
            regression
                .transform(TestTables.planes(100))
                .orderBy("id")
                .select("prediction")
                .collectAsList());
    assertThatThrownBy(() -> regression.registerFunction(SPARK, "f", "probability"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot register function f: the model gives no column 'probability' (must be one of"
                + " [prediction])");
  }

  @Test
  void anAutoencoderGivesItsError() {
    NeuralNetworkAutoencoderModel autoencoder =
        TestTables.autoencoder().setEpochs(1).fit(SPARK.table("halves"));
    autoencoder.registerFunction(SPARK, "strangeness");

    assertThat(SPARK.sql("SELECT strangeness(features) FROM halves ORDER BY id").collectAsList())
        .isEqualTo(
            autoencoder
                .setReconstructionErrorCol("e")
                .transform(SPARK.table("halves"))
                .orderBy("id")
                .select("e")
                .collectAsList());
  }

  @Test
  void ofSeveralLabelsAtOnceItGivesAll() {
    NeuralNetworkClassificationModel labels =
        TestTables.classifier()
            .setEpochs(1)
            .setLabelCol("both")
            .fit(SPARK.table("halves").selectExpr("features", "array(label, 1 - label) AS both"));
    labels.registerFunction(SPARK, "labels_of");

    assertThat(SPARK.sql("SELECT labels_of(features) FROM halves ORDER BY id").collectAsList())
        .isEqualTo(
            labels
                .transform(SPARK.table("halves"))
                .orderBy("id")
                .select("prediction")
                .collectAsList());
  }

  @Test
  void whatDoesNotFitIsAnErrorOfTheRow() {
    assertThatThrownBy(
            () -> SPARK.sql("SELECT delay_risk(array(a)) FROM halves WHERE id = 1").first())
        .hasMessageContaining("Cannot read column 'features': a row holds 1 values (must be 2)");
    assertThatThrownBy(() -> SPARK.sql("SELECT delay_risk(name) FROM halves"))
        .isInstanceOf(AnalysisException.class)
        .hasMessageContaining("Cannot read column 'features': it is of type string");
  }
}
