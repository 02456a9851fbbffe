package io.github.sparknn.estimators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sparknn.estimators.evaluation.ClassificationEvaluation;
import io.github.sparknn.training.report.TrainingReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.ml.param.ParamMap;
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
  void theModelIsMeasuredOnTheValidationRows() throws IOException {
    Dataset<Row> weighted = TABLE.selectExpr("*", "double(id % 3) + 1 as w");
    NeuralNetworkClassificationModel model =
        TestTables.classifier()
            .setEpochs(3)
            .setValidationIndicatorCol("forValidation")
            .setWeightCol("w")
            .fit(weighted);

    ClassificationEvaluation measured =
        (ClassificationEvaluation) model.summary().evaluation().orElseThrow();

    ClassificationEvaluation again = model.evaluate(weighted.filter("forValidation"), "w");
    assertThat(measured.rows()).isEqualTo(50);
    assertThat(measured.toJson()).isEqualTo(again.toJson());
    assertThat(measured.accuracy())
        .isCloseTo(model.summary().report().result().validation().accuracy(), within(1e-7));
    assertThat(model.copy(ParamMap.empty()).summary().evaluation()).containsSame(measured);

    TrainingSummary whole = model.summary().withEvaluation("Test data", again);
    assertThat(model.summary().evaluations()).containsOnlyKeys("Validation data");
    assertThat(whole.toHtml("title"))
        .contains("<h2>Learning</h2>", "<h2>Validation data</h2>", "<h2>Test data</h2>")
        .contains("Measured on 50 rows of weight ");
    JsonNode json = new ObjectMapper().readTree(whole.toJson());
    assertThat(json.at("/evaluations/Test data/rows").asLong()).isEqualTo(50);
    assertThat(json.at("/epochs")).hasSize(3);
  }

  @Test
  void rowsThatAreLeftOutOfTheTrainingAreNotMeasured() {
    Dataset<Row> holes =
        TestTables.planes(200)
            .selectExpr(
                "features",
                "id % 4 = 0 as forValidation",
                "case id when 4 then null when 8 then double('NaN') else number end as number",
                "if(id = 12, null, 1D) as w");

    NeuralNetworkRegressionModel model =
        new NeuralNetworkRegressor()
            .setLabelCol("number")
            .setEpochs(1)
            .setWorkers(2)
            .setWeightCol("w")
            .setHandleInvalid("skip")
            .setValidationIndicatorCol("forValidation")
            .fit(holes);

    assertThat(model.summary().report().result().validation().examples()).isEqualTo(47);
    assertThat(model.summary().evaluation().orElseThrow().rows()).isEqualTo(47);
    assertThat(model.summary().toHtml("title")).contains("Prediction by label");
  }

  @Test
  void withoutOneNumberAsLabelNothingIsMeasured() {
    TrainingSummary several =
        TestTables.regressor()
            .setEpochs(1)
            .setLabelCol("labels")
            .setValidationIndicatorCol("forValidation")
            .fit(TABLE.selectExpr("*", "array(number, -number) as labels"))
            .summary();
    TrainingSummary unvalidated = TestTables.classifier().setEpochs(1).fit(TABLE).summary();

    assertThat(several.evaluation()).isEmpty();
    assertThat(unvalidated.evaluation()).isEmpty();
    assertThat(unvalidated.toHtml("title")).isEqualTo(unvalidated.report().toHtml("title"));
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
