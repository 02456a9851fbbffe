package io.github.sparknn.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.sparknn.estimators.NeuralNetworkAutoencoder;
import io.github.sparknn.estimators.NeuralNetworkAutoencoderModel;
import io.github.sparknn.estimators.NeuralNetworkRegressor;
import io.github.sparknn.jobs.config.EvaluateSection;
import io.github.sparknn.testing.SharedSpark;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.SQLTransformer;
import org.apache.spark.ml.regression.LinearRegression;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class EvaluationTest {
  private static final SparkSession SPARK = SharedSpark.session();

  /** Points on a line, and every tenth off it: odd = 1. */
  private static final Dataset<Row> TABLE =
      SPARK
          .range(0, 200, 1, 2)
          .selectExpr("id / 100D - 1 as x", "int(id % 10 = 0) as odd")
          .selectExpr("x", "odd", "array(x, if(odd = 1, 3D, x)) as features", "array(x, -x) as y");

  private static PipelineModel fit(PipelineStage stage) {
    return new Pipeline().setStages(new PipelineStage[] {stage}).fit(TABLE.filter("odd = 0"));
  }

  private static NeuralNetworkAutoencoder autoencoder() {
    return new NeuralNetworkAutoencoder()
        .setHiddenLayers(new int[] {1})
        .setActivation("identity")
        .setLearningRate(0.03)
        .setBatchSize(16)
        .setEpochs(30)
        .setWorkers(1)
        .setSeed(2L);
  }

  private static String measured(PipelineModel model, String labelCol) {
    return measured(model, TABLE, labelCol);
  }

  private static String measured(PipelineModel model, Dataset<Row> table, String labelCol) {
    Results results = new Results();
    new Evaluation(model, new EvaluateSection(null, null, labelCol, null)).measure(table, results);
    StringWriter text = new StringWriter();
    results.print(new PrintWriter(text));
    return text.toString();
  }

  private static double number(String results, String name) {
    return results
        .lines()
        .filter(line -> line.startsWith(name))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no '" + name + "' in\n" + results));
  }

  @Test
  void anAutoencoderIsMeasuredByItsErrorAndByWhatItFinds() {
    PipelineModel model = fit(autoencoder());

    String results = measured(model, "odd");

    double error =
        model.transform(TABLE).selectExpr("avg(reconstructionError)").first().getDouble(0);
    assertThat(number(results, "rows measured")).isEqualTo(200);
    assertThat(number(results, "reconstructionError")).isCloseTo(error, within(1e-4));
    assertThat(number(results, "areaUnderROC")).isGreaterThan(0.99);
    assertThat(measured(model, null))
        .contains("reconstructionError")
        .doesNotContain("areaUnderROC");
  }

  @Test
  void refusesWhatItCannotMeasure() {
    PipelineModel model = fit(autoencoder().setEpochs(1));
    ((NeuralNetworkAutoencoderModel) model.stages()[0]).setReconstructionErrorCol("");
    assertThatThrownBy(() -> measured(model, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot evaluate: the autoencoder's reconstructionErrorCol is empty");

    EvaluateSection section = new EvaluateSection(null, null, null, null);
    assertThat(new Evaluation(fit(autoencoder().setEpochs(1)), section).hasReport()).isFalse();

    PipelineModel several =
        fit(
            new NeuralNetworkRegressor()
                .setFeaturesCol("x")
                .setLabelCol("y")
                .setEpochs(1)
                .setWorkers(1));
    assertThatThrownBy(() -> measured(several, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot evaluate: column 'prediction' is of type array<double> (must be one number,"
                + " string or boolean a row)");
  }

  @Test
  void aStageOfThePipelineMayMakeTheLabel() {
    PipelineStage[] stages = {
      new SQLTransformer().setStatement("SELECT *, 2 * x AS twice FROM __THIS__"),
      new LinearRegression().setLabelCol("twice")
    };
    Dataset<Row> vectors =
        TABLE.withColumn(
            "features", org.apache.spark.ml.functions.array_to_vector(TABLE.col("features")));
    PipelineModel model = new Pipeline().setStages(stages).fit(vectors);
    String results = measured(model, vectors, null);
    assertThat(number(results, "rmse")).isCloseTo(0, within(1e-6));
    assertThatThrownBy(() -> measured(model, vectors, "thrice"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot evaluate: no column 'thrice' (columns: x, odd, features, y)");
  }
}
