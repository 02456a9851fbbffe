package io.github.sparknn.estimators.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sparknn.testing.SharedSpark;
import org.apache.spark.ml.evaluation.RegressionEvaluator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class RegressionEvaluationTest {
  private static final SparkSession SPARK = SharedSpark.session();
  private static final EvaluationColumns COLUMNS = new EvaluationColumns("y", "p");

  private static Dataset<Row> rows(String... values) {
    return SPARK.sql("select * from values " + String.join(", ", values) + " as t(y, p, w)");
  }

  @Test
  void measuresByHandWorkedNumbers() {
    RegressionEvaluation evaluation =
        RegressionEvaluation.of(rows("(1, 2d, 1)", "(2, 2d, 1)", "(6, 4d, 1)"), COLUMNS);

    // Errors 1, 0, -2; mean label 3, squared deviations 4 + 1 + 9.
    assertThat(evaluation.rows()).isEqualTo(3);
    assertThat(evaluation.meanSquaredError()).isCloseTo(5 / 3.0, within(1e-15));
    assertThat(evaluation.rootMeanSquaredError()).isCloseTo(Math.sqrt(5 / 3.0), within(1e-15));
    assertThat(evaluation.meanAbsoluteError()).isEqualTo(1);
    assertThat(evaluation.meanError()).isCloseTo(-1 / 3.0, within(1e-15));
    assertThat(evaluation.r2()).isCloseTo(1 - 5 / 14.0, within(1e-15));
  }

  @Test
  void binsByHandWorkedNumbers() {
    RegressionEvaluation evaluation =
        RegressionEvaluation.of(
            rows("(0, 0d, 1)", "(63, 62d, 2)", "(32, 33d, 1)", "(33, 33d, 4)"),
            COLUMNS.withWeight("w"));

    // Numbers from 0 to 63 in at most 32 bins: two wide. (32, 33) and (33, 33) are in one.
    assertThat(evaluation.predictions())
        .containsExactly(
            new PredictionCell(0, 0, 2, 1),
            new PredictionCell(32, 32, 2, 5),
            new PredictionCell(62, 62, 2, 2));
    // Residuals -1, 0, 1 in at most 40 bins: a sixteenth wide.
    assertThat(evaluation.residuals())
        .containsExactly(
            new ResidualBin(-1, -0.9375, 2),
            new ResidualBin(0, 0.0625, 5),
            new ResidualBin(1, 1.0625, 1));
  }

  @Test
  void whatIsFarthestOutIsNotDrawn() {
    Dataset<Row> data =
        SPARK
            .range(0, 1000, 1, 5)
            .selectExpr("if(id = 500, 1e6, double(id % 10)) as y", "double(id % 10) as p");

    RegressionEvaluation evaluation = RegressionEvaluation.of(data, COLUMNS);

    // The bins grew to hold the one far out, which is less than half a percent.
    assertThat(evaluation.predictions()).hasSize(1);
    assertThat(evaluation.predictions().get(0).weight()).isEqualTo(999);
    assertThat(evaluation.residuals().stream().mapToDouble(ResidualBin::weight).sum())
        .isEqualTo(999);
    assertThat(evaluation.toHtml("far out"))
        .contains("99.90% of the weight lies in the left picture");
  }

  @Test
  void aPageShowsWhatWasMeasured() throws Exception {
    RegressionEvaluation evaluation =
        RegressionEvaluation.of(
            rows("(0, 0d, 1)", "(63, 62d, 2)", "(32, 33d, 1)"), COLUMNS.withWeight("w"));

    assertThat(evaluation.toHtml("runs"))
        .contains("<h1>runs</h1>")
        .contains("Measured on 3 rows of weight 4.")
        .contains("<dt>MAE</dt><dd>0.7500")
        .contains("Prediction by label")
        .contains("label from 62.00, prediction from 62.00: 2")
        // From 0 to 64: the cell (62, 62) of two is at the upper right, all its colour.
        .contains("fill-opacity=\"1.000\" d=\"M968.8 31.3H1000V0H968.8z\"")
        .contains("Residuals: rows by prediction - label")
        .doesNotContain("http");
    JsonNode json = new ObjectMapper().readTree(evaluation.toJson());
    assertThat(json.get("residuals").get(0).get("low").asDouble()).isEqualTo(-1);
    assertThat(json.get("predictions").get(2).get("weight").asDouble()).isEqualTo(2);
  }

  @Test
  void aWeightCountsAsSoManyRows() {
    RegressionEvaluation weighted =
        RegressionEvaluation.of(
            rows("(1, 2d, 3)", "(2, 2d, 0)", "(6, 4d, 2)"), COLUMNS.withWeight("w"));
    RegressionEvaluation repeated =
        RegressionEvaluation.of(
            rows("(1, 2d, 1)", "(1, 2d, 1)", "(1, 2d, 1)", "(6, 4d, 1)", "(6, 4d, 1)"), COLUMNS);

    assertThat(weighted.weight()).isEqualTo(5);
    assertThat(weighted.rows()).isEqualTo(3);
    assertThat(weighted.meanSquaredError()).isCloseTo(11 / 5.0, within(1e-15));
    assertThat(weighted.r2()).isCloseTo(repeated.r2(), within(1e-14));
    assertThat(weighted.meanAbsoluteError()).isCloseTo(repeated.meanAbsoluteError(), within(1e-15));
  }

  @Test
  void agreesWithSparksEvaluatorOverManyPartitions() {
    Dataset<Row> data =
        SPARK
            .range(0, 5000, 1, 7)
            .selectExpr(
                "sin(id) * 3 + rand(1) as y", "sin(id) * 3 + 0.5 as p", "rand(2) + 0.1 as w")
            .cache();
    try {
      RegressionEvaluation ours = RegressionEvaluation.of(data, COLUMNS.withWeight("w"));
      RegressionEvaluator spark =
          new RegressionEvaluator().setLabelCol("y").setPredictionCol("p").setWeightCol("w");

      assertThat(ours.rootMeanSquaredError())
          .isCloseTo(spark.setMetricName("rmse").evaluate(data), within(1e-10));
      assertThat(ours.meanAbsoluteError())
          .isCloseTo(spark.setMetricName("mae").evaluate(data), within(1e-10));
      // Spark's R2 of weighted rows scales the variance as a sample's; that of equal ones is ours.
      RegressionEvaluator unweighted =
          new RegressionEvaluator().setLabelCol("y").setPredictionCol("p").setMetricName("r2");
      assertThat(RegressionEvaluation.of(data, COLUMNS).r2())
          .isCloseTo(unweighted.evaluate(data), within(1e-10));
    } finally {
      data.unpersist();
    }
  }

  @Test
  void largeLabelsDoNotCancel() {
    Dataset<Row> data =
        SPARK.range(0, 1000, 1, 5).selectExpr("1e9 + id % 2 as y", "1e9 + id % 2 + 0.1 as p");

    assertThat(RegressionEvaluation.of(data, COLUMNS).r2())
        .isCloseTo(1 - 0.01 / 0.25, within(1e-6));
  }

  @Test
  void equalLabelsHaveNoR2() {
    RegressionEvaluation evaluation =
        RegressionEvaluation.of(rows("(2, 2d, 1)", "(2, 3d, 1)"), COLUMNS);

    assertThat(evaluation.r2()).isNaN();
    assertThat(evaluation.toJson()).contains("\"r2\":null");
  }

  @Test
  void rowsWithoutPredictionAreCountedAndLeftOut() {
    RegressionEvaluation evaluation =
        RegressionEvaluation.of(rows("(1, 2d, 1)", "(5, null, 1)"), COLUMNS);

    assertThat(evaluation.rows()).isEqualTo(1);
    assertThat(evaluation.rowsWithoutPrediction()).isEqualTo(1);
    assertThat(evaluation.meanSquaredError()).isEqualTo(1);
  }

  @Test
  void tellsWhatItFound() throws Exception {
    RegressionEvaluation evaluation =
        RegressionEvaluation.of(rows("(1, 2d, 1)", "(6, 4d, 1)"), COLUMNS);
    JsonNode json = new ObjectMapper().readTree(evaluation.toJson());

    assertThat(json.get("rows").asLong()).isEqualTo(2);
    assertThat(json.get("meanAbsoluteError").asDouble()).isEqualTo(1.5);
    assertThat(evaluation.toTable()).containsPattern("MAE +1\\.5").containsPattern("R2 +0\\.6000");
  }

  @Test
  void wrongInputsAreNamed() {
    Dataset<Row> good = rows("(1, 2d, 1)");

    assertThatThrownBy(() -> RegressionEvaluation.of(good, new EvaluationColumns("label", "p")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot evaluate: column 'label' is missing, there are [y, p, w]");
    assertThatThrownBy(() -> RegressionEvaluation.of(good.selectExpr("'a' as y", "p"), COLUMNS))
        .hasMessage("Cannot evaluate: column 'y' is of type string (must be a number)");
    assertThatThrownBy(() -> RegressionEvaluation.of(rows("(null, 2d, 1)", "(1, 2d, 1)"), COLUMNS))
        .hasMessage("Cannot evaluate: column 'y' is null or NaN in 1 of 2 rows (leave them out)");
    assertThatThrownBy(() -> RegressionEvaluation.of(rows("(1, 2d, -1)"), COLUMNS.withWeight("w")))
        .hasMessage(
            "Cannot evaluate: column 'w' holds -1.0 in 1 of 1 rows (must be a number >= 0)");
    assertThatThrownBy(() -> RegressionEvaluation.of(rows("(1, 2d, 0)"), COLUMNS.withWeight("w")))
        .hasMessage("Cannot evaluate: column 'w' is 0 in all rows");
    assertThatThrownBy(() -> RegressionEvaluation.of(good.where("y > 5"), COLUMNS))
        .hasMessage("Cannot evaluate: there are no rows, or none got a prediction");
  }
}
