package io.github.sparknn.estimators.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sparknn.testing.SharedSpark;
import java.util.List;
import org.apache.spark.ml.evaluation.BinaryClassificationEvaluator;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.functions;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class ClassificationEvaluationTest {
  private static final SparkSession SPARK = SharedSpark.session();
  private static final List<String> ANIMALS = List.of("cat", "dog", "emu");
  private static final EvaluationColumns COLUMNS = new EvaluationColumns("y", "p");
  private static final EvaluationColumns ALL =
      COLUMNS.withProbability("probability").withWeight("w");

  private static Dataset<Row> rows(String... values) {
    return SPARK.sql("select * from values " + String.join(", ", values) + " as t(y, p, w)");
  }

  /** With {@code probability} as a vector of the arrays in column {@code a}. */
  static Dataset<Row> withProbability(Dataset<Row> data) {
    return data.withColumn("probability", functions.array_to_vector(data.col("a")));
  }

  @Test
  void countsByHandWorkedNumbers() {
    ClassificationEvaluation evaluation =
        ClassificationEvaluation.of(
            rows(
                "('cat', 'cat', 2)",
                "('cat', 'dog', 1)",
                "('dog', 'dog', 3)",
                "('dog', 'cat', 1)",
                "('dog', 'emu', 1)"),
            COLUMNS.withWeight("w"),
            ANIMALS);

    assertThat(evaluation.rows()).isEqualTo(5);
    assertThat(evaluation.weight()).isEqualTo(8);
    assertThat(evaluation.confusionMatrix())
        .isDeepEqualTo(new double[][] {{2, 1, 0}, {1, 3, 1}, {0, 0, 0}});
    assertThat(evaluation.accuracy()).isEqualTo(5 / 8.0);
    // Recalls 2/3 and 3/5; emu has no label.
    assertThat(evaluation.balancedAccuracy()).isCloseTo((2 / 3.0 + 0.6) / 2, within(1e-15));
    ClassMetrics dog = evaluation.classes().get(1);
    assertThat(dog.precision()).isEqualTo(0.75);
    assertThat(dog.recall()).isEqualTo(0.6);
    assertThat(dog.f1()).isCloseTo(2 / 3.0, within(1e-15));
    assertThat(evaluation.classes().get(2).precision()).isZero();
    assertThat(evaluation.classes().get(2).f1()).isZero();
    // Precisions 2/3, 3/4, 0; F1 2/3, 2/3, 0.
    assertThat(evaluation.macroPrecision()).isCloseTo((2 / 3.0 + 0.75) / 3, within(1e-15));
    assertThat(evaluation.macroF1()).isCloseTo(4 / 9.0, within(1e-15));
    assertThat(evaluation.weightedPrecision())
        .isCloseTo((3 * 2 / 3.0 + 5 * 0.75) / 8, within(1e-15));
    assertThat(evaluation.weightedRecall()).isCloseTo(evaluation.accuracy(), within(1e-15));
    assertThat(evaluation.logLoss()).isNaN();
    assertThat(evaluation.areaUnderRoc()).isNaN();
  }

  @Test
  void areasByHandWorkedNumbers() {
    Dataset<Row> data =
        withProbability(
            SPARK.sql(
                "select *, array(1 - s, s) as a from values (1, 0.9d, 1), (0, 0.8d, 1),"
                    + " (1, 0.7d, 2), (0, 0.2d, 1), (1, 0.2d, 1) as t(y, s, w)"
                    + " cross join (select 1.0d as p)"));

    ClassificationEvaluation evaluation =
        ClassificationEvaluation.of(data, ALL, List.of("0.0", "1.0"));

    // Pairs of positives and negatives that are in order: 2 + 1 * 2 + a tie's half = 4.5 of 8.
    assertThat(evaluation.areaUnderRoc()).isCloseTo(4.5 / 8, within(1e-15));
    assertThat(evaluation.areaUnderRocError()).isCloseTo(0.5 / 8, within(1e-15));
    // Recall 1/4, 1/4, 3/4, 1 with precision 1, 1/2, 3/4, 4/6; trapezoids.
    assertThat(evaluation.areaUnderPr())
        .isCloseTo(0.25 + 0.5 * (0.5 + 0.75) / 2 + 0.25 * (0.75 + 4 / 6.0) / 2, within(1e-15));
    assertThat(evaluation.logLoss())
        .isCloseTo(
            -(Math.log(0.9) + Math.log(0.2) + 2 * Math.log(0.7) + Math.log(0.8) + Math.log(0.2))
                / 6,
            within(1e-12));
    ClassMetrics zero = evaluation.classes().get(0);
    assertThat(zero.areaUnderRoc()).isCloseTo(4.5 / 8, within(1e-15));
    // From class 0's side: recall 1/2, 1/2, 1, 1 with precision 1/2, 1/4, 2/5, 2/6.
    assertThat(zero.areaUnderPr()).isCloseTo(0.25 + 0.5 * (0.25 + 0.4) / 2, within(1e-15));
  }

  @Test
  void agreesWithSparksEvaluatorsForTwoClasses() {
    Dataset<Row> data =
        withProbability(
                SPARK
                    .range(0, 4000, 1, 5)
                    .selectExpr("rand(1) as r", "rand(2) + 0.1 as w", "rand(3) as s")
                    .selectExpr("w", "s * s as s", "double(r < 0.2 + 0.6 * s) as y")
                    .selectExpr(
                        "w", "y", "double(s > 0.5) as p", "array(1 - s, s) as a", "s as score"))
            .cache();
    try {
      ClassificationEvaluation ours = ClassificationEvaluation.of(data, ALL, List.of("0.0", "1.0"));
      BinaryClassificationEvaluator spark =
          new BinaryClassificationEvaluator()
              .setLabelCol("y")
              .setRawPredictionCol("probability")
              .setWeightCol("w")
              .setNumBins(0);

      double roc = spark.setMetricName("areaUnderROC").evaluate(data);
      assertThat(ours.areaUnderRocError()).isLessThan(2e-4);
      assertThat(ours.areaUnderRoc()).isCloseTo(roc, within(ours.areaUnderRocError()));
      assertThat(ours.areaUnderPr())
          .isCloseTo(spark.setMetricName("areaUnderPR").evaluate(data), within(1e-3));
      requireSame(ours, data);
    } finally {
      data.unpersist();
    }
  }

  @Test
  void agreesWithSparksEvaluatorsForManyClasses() {
    Dataset<Row> data =
        withProbability(
                SPARK
                    .range(0, 3000, 1, 4)
                    .selectExpr(
                        "double(id % 4) as y",
                        "double(if(rand(1) < 0.6, id % 4, int(rand(2) * 4))) as p",
                        "rand(3) as w",
                        "array(rand(4) + 0.01, rand(5) + 0.01, rand(6) + 0.01, rand(7) + 0.01) as"
                            + " b")
                    .selectExpr(
                        "y", "p", "w", "transform(b, x -> x / (b[0] + b[1] + b[2] + b[3])) as a"))
            .cache();
    try {
      ClassificationEvaluation ours =
          ClassificationEvaluation.of(data, ALL, List.of("0.0", "1.0", "2.0", "3.0"));

      requireSame(ours, data);
      assertThat(ours.areaUnderRoc()).isBetween(0.45, 0.55);
      assertThat(ours.areaUnderRoc())
          .isCloseTo(
              ours.classes().stream()
                  .mapToDouble(ClassMetrics::areaUnderRoc)
                  .average()
                  .getAsDouble(),
              within(1e-15));
    } finally {
      data.unpersist();
    }
  }

  private static void requireSame(ClassificationEvaluation ours, Dataset<Row> data) {
    MulticlassClassificationEvaluator spark =
        new MulticlassClassificationEvaluator()
            .setLabelCol("y")
            .setPredictionCol("p")
            .setProbabilityCol("probability")
            .setWeightCol("w");
    assertThat(ours.accuracy())
        .isCloseTo(spark.setMetricName("accuracy").evaluate(data), within(1e-12));
    assertThat(ours.weightedF1())
        .isCloseTo(spark.setMetricName("f1").evaluate(data), within(1e-12));
    assertThat(ours.weightedPrecision())
        .isCloseTo(spark.setMetricName("weightedPrecision").evaluate(data), within(1e-12));
    assertThat(ours.weightedRecall())
        .isCloseTo(spark.setMetricName("weightedRecall").evaluate(data), within(1e-12));
    assertThat(ours.logLoss())
        .isCloseTo(spark.setMetricName("logLoss").evaluate(data), within(1e-12));
    for (int i = 0; i < ours.classes().size(); i++) {
      spark.setMetricLabel(i);
      assertThat(ours.classes().get(i).precision())
          .isCloseTo(spark.setMetricName("precisionByLabel").evaluate(data), within(1e-12));
      assertThat(ours.classes().get(i).recall())
          .isCloseTo(spark.setMetricName("recallByLabel").evaluate(data), within(1e-12));
    }
  }

  @Test
  void readsLabelsOfOtherTypesThanThePrediction() {
    Dataset<Row> data =
        SPARK.sql("select * from values (7, 7d), (9, 7d), (7, -0d), (0, 0d) as t(y, p)");

    ClassificationEvaluation evaluation =
        ClassificationEvaluation.of(data, COLUMNS, List.of("0.0", "7.0", "9.0"));

    assertThat(evaluation.confusionMatrix())
        .isDeepEqualTo(new double[][] {{1, 0, 0}, {1, 1, 0}, {0, 1, 0}});
    Dataset<Row> booleans = SPARK.sql("select * from values (true, false) as t(y, p)");
    assertThat(
            ClassificationEvaluation.of(booleans, COLUMNS, List.of("false", "true"))
                .confusionMatrix())
        .isDeepEqualTo(new double[][] {{0, 0}, {1, 0}});
  }

  @Test
  void rowsWithoutPredictionAreCountedAndLeftOut() {
    ClassificationEvaluation evaluation =
        ClassificationEvaluation.of(
            rows("('cat', 'cat', 1)", "('dog', null, 1)"), COLUMNS, ANIMALS);

    assertThat(evaluation.rows()).isEqualTo(1);
    assertThat(evaluation.rowsWithoutPrediction()).isEqualTo(1);
    assertThat(evaluation.accuracy()).isEqualTo(1);
  }

  @Test
  void takesOnePass() {
    SPARK.sparkContext().setJobGroup("one-pass", "evaluation", false);
    try {
      ClassificationEvaluation.of(rows("('cat', 'cat', 1)", "('dog', 'cat', 1)"), COLUMNS, ANIMALS);
      assertThat(SPARK.sparkContext().statusTracker().getJobIdsForGroup("one-pass")).hasSize(1);
    } finally {
      SPARK.sparkContext().clearJobGroup();
    }
  }

  @Test
  void tellsWhatItFound() throws Exception {
    ClassificationEvaluation evaluation =
        ClassificationEvaluation.of(
            rows("('cat', 'cat', 1)", "('dog', 'cat', 1)"), COLUMNS, ANIMALS);
    JsonNode json = new ObjectMapper().readTree(evaluation.toJson());

    assertThat(json.get("accuracy").asDouble()).isEqualTo(0.5);
    assertThat(json.get("logLoss").isNull()).isTrue();
    assertThat(json.get("classes").get(0).get("precision").asDouble()).isEqualTo(0.5);
    assertThat(json.get("confusionMatrix").get(1).get(0).asDouble()).isEqualTo(1);
    assertThat(json.get("confusionLabels").get(1).asText()).isEqualTo("dog");
    assertThat(json.get("calibrationError").isNull()).isTrue();
    assertThat(evaluation.toTable())
        .containsPattern("accuracy +0\\.5000")
        .containsPattern("cat +1\\.0+ +0\\.5000 +1\\.0000 +0\\.6667")
        .containsPattern("dog +1\\.0+ +0\\.0+ +0");
  }

  @Test
  void wrongInputsAreNamed() {
    assertThatThrownBy(
            () ->
                ClassificationEvaluation.of(
                    rows("('cow', 'cat', 1)", "('cat', 'cat', 1)"), COLUMNS, ANIMALS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot evaluate: column 'y' holds cow, which is none of the model's classes [cat, dog,"
                + " emu]");
    assertThatThrownBy(
            () ->
                ClassificationEvaluation.of(
                    rows("('cat', 'cat', 1)"), COLUMNS.withProbability("w"), ANIMALS))
        .hasMessage("Cannot evaluate: column 'w' is of type int (must be a vector)");
    assertThatThrownBy(
            () ->
                ClassificationEvaluation.of(
                    rows("(null, 'cat', 1)", "('cat', 'cat', 1)"), COLUMNS, ANIMALS))
        .hasMessage("Cannot evaluate: column 'y' is null or NaN in 1 of 2 rows (leave them out)");
  }

  @Test
  void refusesAPredictionThatIsNoneOfTheClasses() {
    Dataset<Row> data = SPARK.sql("select * from values (0, 0d), (1, 3d), (0, 0d) as t(y, p)");

    assertThatThrownBy(
            () -> ClassificationEvaluation.of(data, COLUMNS, List.of("0.0", "1.0", "2.0")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot evaluate: column 'p' holds 3.0, which is none of the model's classes [0.0, 1.0,"
                + " 2.0]");
    assertThatThrownBy(
            () ->
                ClassificationEvaluation.of(
                    rows("('cat', 'cow', 1)", "('cat', null, 1)"), COLUMNS, ANIMALS))
        .hasMessage(
            "Cannot evaluate: column 'p' holds cow, which is none of the model's classes [cat, dog,"
                + " emu]");
  }
}
