package io.github.sparknn.estimators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.sparknn.estimators.evaluation.ClassificationEvaluation;
import io.github.sparknn.estimators.evaluation.RegressionEvaluation;
import org.apache.spark.ml.evaluation.BinaryClassificationEvaluator;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.evaluation.RegressionEvaluator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class ModelEvaluationTest {
  private static final Dataset<Row> TABLE = TestTables.halves(400);

  @Test
  void aClassifierIsMeasuredAsBySparksEvaluators() {
    Dataset<Row> weighted = TABLE.selectExpr("*", "double(id % 3) + 0.5 as w");
    NeuralNetworkClassificationModel model = TestTables.classifier().setEpochs(2).fit(TABLE);
    Dataset<Row> scored = model.transform(weighted);

    ClassificationEvaluation evaluation = model.evaluate(weighted, "w");

    assertThat(evaluation.rows()).isEqualTo(400);
    assertThat(evaluation.accuracy())
        .isCloseTo(
            new MulticlassClassificationEvaluator()
                .setMetricName("accuracy")
                .setWeightCol("w")
                .evaluate(scored),
            within(1e-12));
    assertThat(evaluation.logLoss())
        .isCloseTo(
            new MulticlassClassificationEvaluator()
                .setMetricName("logLoss")
                .setWeightCol("w")
                .evaluate(scored),
            within(1e-9));
    assertThat(evaluation.areaUnderRoc())
        .isCloseTo(
            new BinaryClassificationEvaluator().setWeightCol("w").setNumBins(0).evaluate(scored),
            within(evaluation.areaUnderRocError() + 1e-9));
  }

  @Test
  void labelsMayBeTextAndOutputColumnsOff() {
    NeuralNetworkClassificationModel model = TestTables.classifier().setLabelCol("name").fit(TABLE);

    ClassificationEvaluation evaluation =
        model
            .setPredictionCol("")
            .setProbabilityCol("")
            .evaluate(TABLE.withColumn("rawPrediction", TABLE.col("id")));

    assertThat(evaluation.classes())
        .extracting(metrics -> metrics.label())
        .containsExactly("left", "right");
    assertThat(evaluation.accuracy()).isGreaterThan(0.97);
    assertThat(evaluation.areaUnderRoc()).isGreaterThan(0.99);
    assertThatThrownBy(() -> model.evaluate(TABLE.selectExpr("features", "'up' as name")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot evaluate: column 'name' holds up, which is none of the model's classes [left,"
                + " right]");
  }

  @Test
  void rowsThatAreNotScoredAreCounted() {
    NeuralNetworkClassificationModel model = TestTables.classifier().setEpochs(1).fit(TABLE);
    Dataset<Row> holes = TABLE.selectExpr("label", "if(id < 5, null, features) as features");

    ClassificationEvaluation evaluation = model.setHandleInvalid("keep").evaluate(holes);

    assertThat(evaluation.rows()).isEqualTo(395);
    assertThat(evaluation.rowsWithoutPrediction()).isEqualTo(5);
  }

  @Test
  void aRegressorIsMeasuredAsBySparksEvaluator() {
    Dataset<Row> table = TestTables.planes(300);
    NeuralNetworkRegressionModel model =
        new NeuralNetworkRegressor()
            .setLabelCol("number")
            .setEpochs(3)
            .setWorkers(2)
            .setSeed(1L)
            .fit(table);

    RegressionEvaluation evaluation = model.evaluate(table);

    RegressionEvaluator spark = new RegressionEvaluator().setLabelCol("number");
    Dataset<Row> scored = model.transform(table);
    assertThat(evaluation.rootMeanSquaredError()).isCloseTo(spark.evaluate(scored), within(1e-9));
    assertThat(evaluation.r2()).isCloseTo(spark.setMetricName("r2").evaluate(scored), within(1e-9));
  }
}
