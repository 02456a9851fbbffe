package io.github.sparknn.estimators;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.evaluation.BinaryClassificationEvaluator;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.evaluation.MultilabelClassificationEvaluator;
import org.apache.spark.ml.evaluation.RegressionEvaluator;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.ml.tuning.TrainValidationSplit;
import org.apache.spark.ml.tuning.TrainValidationSplitModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.collection.JavaConverters;

/** Spark ML's searches over parameters of all kinds, and its evaluators. */
class TuningTest {
  @TempDir Path folder;

  /** Arrays and strings: two of hidden layers times two of optimizers. */
  private static ParamMap[] grid(NeuralNetworkEstimator<?, ?> estimator) {
    return new ParamGridBuilder()
        .addGrid(
            estimator.hiddenLayers(),
            JavaConverters.asScalaBuffer(List.of(new int[] {1}, new int[] {8, 4})))
        .addGrid(estimator.optimizer(), JavaConverters.asScalaBuffer(List.of("sgd", "adam")))
        .build();
  }

  @Test
  void aCrossValidatorOfClassifiersFindsTheBestSavesAndLoads() throws Exception {
    Dataset<Row> table = TestTables.halves(200);
    NeuralNetworkClassifier classifier = TestTables.classifier().setLabelCol("digit").setEpochs(15);
    Pipeline pipeline = new Pipeline().setStages(new PipelineStage[] {classifier});
    MulticlassClassificationEvaluator accuracy =
        new MulticlassClassificationEvaluator().setLabelCol("digit").setMetricName("accuracy");
    CrossValidator search =
        new CrossValidator()
            .setEstimator(pipeline)
            .setEstimatorParamMaps(grid(classifier))
            .setEvaluator(accuracy)
            .setNumFolds(2)
            .setSeed(1);

    CrossValidatorModel found = search.fit(table);

    assertThat(Arrays.stream(found.avgMetrics()))
        .hasSize(4)
        .allMatch(metric -> metric >= 0 && metric <= 1);
    double best = accuracy.evaluate(found.transform(table));
    assertThat(best).isGreaterThan(0.9);
    String path = folder.resolve("search").toString();
    found.save(path);
    CrossValidatorModel loaded = CrossValidatorModel.load(path);
    assertThat(loaded.avgMetrics()).isEqualTo(found.avgMetrics());
    assertThat(loaded.transform(table).collectAsList())
        .isEqualTo(found.transform(table).collectAsList());
    NeuralNetworkClassificationModel model =
        (NeuralNetworkClassificationModel) ((PipelineModel) loaded.bestModel()).stages()[0];
    assertThat(model.labels()).containsExactly("3.0", "7.0");
    search.save(folder.resolve("estimator").toString());
    ParamMap[] maps =
        CrossValidator.load(folder.resolve("estimator").toString()).getEstimatorParamMaps();
    assertThat(maps).hasSize(4);
    assertThat(maps[3].get(classifier.hiddenLayers()).get()).isEqualTo(new int[] {8, 4});
    assertThat(maps[3].get(classifier.optimizer()).get()).isEqualTo("adam");
  }

  @Test
  void aTrainValidationSplitOfRegressorsFindsTheBestSavesAndLoads() throws Exception {
    Dataset<Row> table = TestTables.planes(200);
    NeuralNetworkRegressor regressor = TestTables.regressor().setEpochs(6).setLearningRate(0.02);
    RegressionEvaluator rmse = new RegressionEvaluator().setLabelCol("number");
    ParamMap[] grid =
        new ParamGridBuilder()
            .addGrid(
                regressor.hiddenLayers(),
                JavaConverters.asScalaBuffer(List.of(new int[] {}, new int[] {16})))
            .addGrid(regressor.loss(), JavaConverters.asScalaBuffer(List.of("mse", "mae")))
            .build();

    TrainValidationSplitModel found =
        new TrainValidationSplit()
            .setEstimator(regressor)
            .setEstimatorParamMaps(grid)
            .setEvaluator(rmse)
            .setSeed(1)
            .fit(table);

    assertThat(Arrays.stream(found.validationMetrics())).hasSize(4).allMatch(Double::isFinite);
    String path = folder.resolve("search").toString();
    found.save(path);
    TrainValidationSplitModel loaded = TrainValidationSplitModel.load(path);
    assertThat(rmse.evaluate(loaded.transform(table)))
        .isEqualTo(rmse.evaluate(found.transform(table)))
        .isLessThan(1.0);
  }

  @Test
  void sparksEvaluatorsTakeTheOutputs() {
    Dataset<Row> table =
        TestTables.halves(200)
            .selectExpr(
                "*",
                "array(int(a > 0.5), int(b > 0.5)) as flags",
                "filter(array(0D, 1D), i -> if(i = 0, a, b) > 0.5) as labels");
    Dataset<Row> scored =
        TestTables.classifier().fit(table).setRawPredictionCol("raw").transform(table);
    assertThat(new BinaryClassificationEvaluator().setRawPredictionCol("raw").evaluate(scored))
        .isGreaterThan(0.95);
    assertThat(
            new BinaryClassificationEvaluator().setRawPredictionCol("probability").evaluate(scored))
        .isGreaterThan(0.95);
    assertThat(new MulticlassClassificationEvaluator().setMetricName("logLoss").evaluate(scored))
        .isBetween(0.0, 0.5);
    // Spark's own takes the numbers of the labels that a row has.
    Dataset<Row> several =
        TestTables.classifier()
            .setLabelCol("flags")
            .fit(table)
            .transform(table)
            .selectExpr(
                "labels", "filter(array(0D, 1D), i -> prediction[int(i)] = 1) as prediction");
    assertThat(
            new MultilabelClassificationEvaluator()
                .setLabelCol("labels")
                .setMetricName("accuracy")
                .evaluate(several))
        .isGreaterThan(0.9);
  }
}
