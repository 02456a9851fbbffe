package io.github.sparknn.estimators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.sparknn.training.TrainingListener;
import io.github.sparknn.training.report.EpochReport;
import io.github.sparknn.training.report.TrainingReport;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.Test;

class ValidatedTrainingTest {
  /** Static, as a UDF takes a copy of what it holds. */
  private static final AtomicBoolean TRAINED = new AtomicBoolean();

  private static final Dataset<Row> TABLE =
      TestTables.halves(400).selectExpr("*", "id % 4 = 0 as forValidation");

  private static NeuralNetworkClassifier classifier() {
    return TestTables.classifier().setValidationIndicatorCol("forValidation");
  }

  @Test
  void trainsOnTheOtherRowsAndReturnsTheBestEpoch() {
    // A huge rate makes the loss jump up and down.
    NeuralNetworkClassificationModel model =
        classifier().setOptimizer("sgd").setLearningRate(30).setEpochs(8).fit(TABLE);

    List<EpochReport> epochs = model.report().orElseThrow().epochs();
    assertThat(epochs).allSatisfy(epoch -> assertThat(epoch.examples()).isEqualTo(300));
    assertThat(epochs)
        .allSatisfy(epoch -> assertThat(epoch.validation().examples()).isEqualTo(100));
    double best = bestLoss(epochs);
    Dataset<Row> scored = model.transform(TABLE.filter("forValidation"));
    assertThat(
            new MulticlassClassificationEvaluator()
                .setMetricName("logLoss")
                .setEps(1e-10)
                .evaluate(scored))
        .isCloseTo(best, within(1e-4));
  }

  @Test
  void regressorsReturnTheBestEpochAndStopEarly() {
    Dataset<Row> table = TestTables.planes(400).selectExpr("*", "id % 4 = 0 as forValidation");
    NeuralNetworkRegressor regressor =
        TestTables.regressor().setValidationIndicatorCol("forValidation").setLearningRate(0.5);

    NeuralNetworkRegressionModel model =
        regressor.setEarlyStoppingPatience(3).setEpochs(300).fit(table);

    List<EpochReport> epochs = model.report().orElseThrow().epochs();
    double best = bestLoss(epochs);
    assertThat(epochs).hasSizeLessThan(300);
    assertThat(epochs.get(epochs.size() - 4).validation().loss()).isEqualTo(best);
    double rmse = model.evaluate(table.filter("forValidation")).rootMeanSquaredError();
    assertThat(rmse * rmse).isCloseTo(best, within(1e-4 * best + 1e-9));
  }

  @Test
  void autoencodersReturnTheBestEpochAndStopEarly() {
    NeuralNetworkAutoencoderModel model =
        TestTables.autoencoder()
            .setValidationIndicatorCol("forValidation")
            .setLearningRate(0.5)
            .setEarlyStoppingPatience(3)
            .setEpochs(300)
            .fit(TABLE);

    List<EpochReport> epochs = model.report().orElseThrow().epochs();
    double best = bestLoss(epochs);
    assertThat(epochs).hasSizeLessThan(300);
    assertThat(epochs.get(epochs.size() - 4).validation().loss()).isEqualTo(best);
    double error =
        model
            .transform(TABLE.filter("forValidation"))
            .selectExpr("avg(reconstructionError)")
            .first()
            .getDouble(0);
    assertThat(error).isCloseTo(best, within(1e-4 * best));
  }

  private static double bestLoss(List<EpochReport> epochs) {
    return epochs.stream().mapToDouble(epoch -> epoch.validation().loss()).min().orElseThrow();
  }

  @Test
  void stopsEarly() {
    NeuralNetworkClassificationModel model =
        classifier()
            .setValidationMetric("accuracy")
            .setEarlyStoppingPatience(2)
            .setEpochs(200)
            .fit(TABLE);

    assertThat(model.report().orElseThrow().epochs()).hasSizeLessThan(200);
  }

  @Test
  void aTrainingIsKeptThoughItsClosingMeasurementFails() {
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void trainingFinished(TrainingReport report) {
            TRAINED.set(true);
          }
        };
    UDF1<Double, Double> failsOnceTrained =
        value -> {
          if (TRAINED.get()) {
            throw new IllegalStateException("the source is gone");
          }
          return value;
        };
    TRAINED.set(false);
    Dataset<Row> table =
        TestTables.planes(100)
            .withColumn("forValidation", functions.expr("id % 4 = 0"))
            .withColumn(
                "number",
                functions
                    .udf(failsOnceTrained, DataTypes.DoubleType)
                    .apply(functions.col("number")));

    NeuralNetworkRegressionModel model =
        TestTables.regressor()
            .setValidationIndicatorCol("forValidation")
            .setEpochs(2)
            .setTrainingListener(listener)
            .fit(table);

    assertThat(TRAINED).isTrue();
    assertThat(model.summary().report().epochs()).hasSize(2);
    assertThat(model.summary().evaluation()).isEmpty();
    assertThat(model.transform(TestTables.planes(4)).count()).isEqualTo(4);
  }

  @Test
  void refusesAWrongValidationColumnAndPatienceWithoutOne() {
    assertThatThrownBy(() -> classifier().setValidationIndicatorCol("name").fit(TABLE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot use validationIndicatorCol 'name': its type is string (must be boolean)");
    assertThatThrownBy(() -> TestTables.classifier().setEarlyStoppingPatience(3).fit(TABLE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid earlyStoppingPatience: 3 (must go with a validationIndicatorCol)");
    assertThatThrownBy(() -> classifier().setValidationMetric("auc").fit(TABLE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid validationMetric: auc (must be one of [accuracy, loss])");
  }
}
