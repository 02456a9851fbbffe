package io.github.sparknn.estimators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparknn.training.report.TrainingReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingSummaryTest {
  private static final Dataset<Row> TABLE =
      TestTables.planes(200).selectExpr("*", "id % 4 = 0 as forValidation");
  @TempDir Path folder;

  @Test
  void theHistoryHasARowForEachEpoch() {
    NeuralNetworkClassificationModel model =
        TestTables.classifier().setEpochs(3).setValidationIndicatorCol("forValidation").fit(TABLE);
    TrainingReport report = model.summary().report();

    List<Row> history = model.summary().history().collectAsList();

    assertThat(model.hasSummary()).isTrue();
    assertThat(report.devices()).containsExactly("cpu", "cpu");
    assertThat(report.configuration())
        .containsEntry("device", "auto: cpu, Spark assigns no GPUs to tasks");
    assertThat(history).hasSize(3);
    for (int i = 0; i < 3; i++) {
      assertThat(history.get(i).<Integer>getAs("epoch")).isEqualTo(i + 1);
      assertThat(history.get(i).<Double>getAs("loss")).isEqualTo(report.epochs().get(i).loss());
      assertThat(history.get(i).<Double>getAs("validationLoss"))
          .isEqualTo(report.epochs().get(i).validation().loss());
      assertThat(history.get(i).<Double>getAs("validationAccuracy")).isBetween(0.0, 1.0);
      assertThat(history.get(i).<Long>getAs("examples")).isEqualTo(150);
      assertThat(history.get(i).<Boolean>getAs("returned"))
          .isEqualTo(report.resultEpoch() == i + 1);
    }
  }

  @Test
  void whatWasNotMeasuredIsNull() {
    Row validated =
        TestTables.regressor()
            .setEpochs(1)
            .setValidationIndicatorCol("forValidation")
            .fit(TABLE)
            .summary()
            .history()
            .first();
    Row unvalidated = TestTables.regressor().setEpochs(1).fit(TABLE).summary().history().first();

    assertThat(validated.<Double>getAs("validationLoss")).isPositive();
    assertThat(validated.<Double>getAs("validationAccuracy")).isNull();
    assertThat(unvalidated.<Double>getAs("validationLoss")).isNull();
  }

  @Test
  void itIsSavedWithTheModel() throws IOException {
    NeuralNetworkRegressionModel model = TestTables.regressor().setEpochs(2).fit(TABLE);
    model.save(folder.resolve("model").toString());

    NeuralNetworkRegressionModel loaded =
        NeuralNetworkRegressionModel.load(folder.resolve("model").toString());

    assertThat(loaded.hasSummary()).isTrue();
    assertThat(loaded.summary().report().configuration())
        .isEqualTo(model.summary().report().configuration())
        .containsEntry("DL4J", "1.0.0-M2.1")
        .hasEntrySatisfying(
            "columns", columns -> assertThat(columns).contains("forValidation: boolean\n"));
    assertThat(loaded.summary().history().drop("seconds", "samplesPerSecond").collectAsList())
        .isEqualTo(model.summary().history().drop("seconds", "samplesPerSecond").collectAsList());
  }

  @Test
  void modelsOfDl4jHaveNone() {
    String path = folder.resolve("network.zip").toString();
    TestTables.regressor().setEpochs(1).fit(TABLE).saveDl4j(path);

    NetworkModel<?> loaded = NetworkModel.fromDl4j(path);

    assertThat(loaded.hasSummary()).isFalse();
    assertThatThrownBy(loaded::summary)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "Cannot summarize the training of %s: no report was saved with it", loaded.uid());
  }
}
