package io.github.sparknn.estimators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.sparknn.testing.SharedSpark;
import io.github.sparknn.training.report.EpochReport;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.ml.evaluation.RegressionEvaluator;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class NeuralNetworkRegressorTest {
  private static final SparkSession SPARK = SharedSpark.session();
  private static final Dataset<Row> TABLE = TestTables.planes(500);

  @TempDir Path folder;

  private static double rmse(Dataset<Row> scored) {
    return new RegressionEvaluator().setLabelCol("number").evaluate(scored);
  }

  /** One input, weights and biases from zero, plain gradient descent with rate 0.1. */
  private static NeuralNetworkRegressor oneStep(int targets, LossFunction loss) {
    MultiLayerConfiguration network =
        new NeuralNetConfiguration.Builder()
            .updater(new Sgd(0.1))
            .weightInit(WeightInit.ZERO)
            .list()
            .layer(
                new OutputLayer.Builder(loss)
                    .nIn(1)
                    .nOut(targets)
                    .activation(Activation.IDENTITY)
                    .build())
            .build();
    return new NeuralNetworkRegressor()
        .setFeaturesCol("x")
        .setLabelCol("y")
        .setNetwork(network)
        .setWorkers(1)
        .setEpochs(1);
  }

  @Test
  void aStepOnTheSquaredErrorIsTheOneWorkedOutByHand() {
    // y' = 0, dL/dw = 2 (0 - 3) 2 = -12, dL/db = -6.
    Dataset<Row> one = SPARK.sql("select 2 as x, 3 as y");

    NeuralNetworkRegressionModel model = oneStep(1, LossFunction.MSE).fit(one);

    assertThat(model.parameters()).containsExactly(new float[] {1.2f, 0.6f}, within(1e-6f));
    assertThat(model.report().orElseThrow().finalLoss()).isCloseTo(9, within(1e-6));
    assertThat(model.transform(one).first().<Double>getAs("prediction"))
        .isCloseTo(1.2 * 2 + 0.6, within(1e-6));
  }

  @Test
  void theLossIsTheMeanOverTheTargets() {
    // dL/dw = (-12, 2 (0 + 1) 2) / 2 = (-6, 2), dL/db = (-3, 1); loss (9 + 1) / 2.
    Dataset<Row> one = SPARK.sql("select 2 as x, array(3, -1) as y");

    NeuralNetworkRegressionModel model = oneStep(2, LossFunction.MSE).fit(one);

    assertThat(model.parameters())
        .containsExactly(new float[] {0.6f, -0.2f, 0.3f, -0.1f}, within(1e-6f));
    assertThat(model.report().orElseThrow().finalLoss()).isCloseTo(5, within(1e-6));
    List<Double> prediction =
        model
            .transform(one)
            .first()
            .getList(model.transform(one).schema().fieldIndex("prediction"));
    assertThat(prediction.get(0)).isCloseTo(1.5, within(1e-6));
    assertThat(prediction.get(1)).isCloseTo(-0.5, within(1e-6));
  }

  @Test
  void rowsCountForTheirWeightsOverTheMeanWeight() {
    // Weights 1 and 3 become 0.5 and 1.5: dL/dw = (0.5 * -4 + 1.5 * -8) / 2 = -7.
    Dataset<Row> two = SPARK.sql("select * from values (1, 2, 1), (1, 4, 3) as t(x, y, weight)");

    NeuralNetworkRegressionModel model =
        oneStep(1, LossFunction.MSE).setWeightCol("weight").fit(two);

    assertThat(model.parameters()).containsExactly(new float[] {0.7f, 0.7f}, within(1e-6f));
  }

  @ParameterizedTest
  @ValueSource(strings = {"blas", "dl4j"})
  void findsAPlaneWithEitherEngineAndLoss(String engine) {
    NeuralNetworkRegressor regressor = TestTables.regressor().setEngine(engine);

    assertThat(rmse(regressor.setLoss("mse").fit(TABLE).transform(TABLE))).isLessThan(0.02);
    NeuralNetworkRegressionModel absolute = regressor.setLoss("mae").fit(TABLE);
    assertThat(rmse(absolute.transform(TABLE))).isLessThan(0.05);
    assertThat(absolute.report().orElseThrow().engine()).isEqualTo(engine);
    assertThat(absolute.networkSpec().json()).contains("MAE");
  }

  @Test
  void theAbsoluteErrorIsMovedLessByOutliers() {
    Dataset<Row> outliers = TABLE.selectExpr("*", "if(id % 10 = 0, 100D, number) as measured");
    NeuralNetworkRegressor regressor = TestTables.regressor().setLabelCol("measured");

    double squared = rmse(regressor.fit(outliers).transform(TABLE));
    double absolute = rmse(regressor.setLoss("mae").fit(outliers).transform(TABLE));

    assertThat(squared).isGreaterThan(3);
    assertThat(absolute).isLessThan(0.3);
  }

  @Test
  void severalTargetsComeBackInTheFormOfTheLabel() {
    Dataset<Row> table =
        new VectorAssembler()
            .setInputCols(new String[] {"number", "a"})
            .setOutputCol("vector")
            .transform(TABLE);

    NeuralNetworkRegressionModel arrays = TestTables.regressor().setLabelCol("numbers").fit(table);
    NeuralNetworkRegressionModel vectors = TestTables.regressor().setLabelCol("vector").fit(table);

    Dataset<Row> scored = arrays.transform(table);
    assertThat(arrays.numTargets()).isEqualTo(2);
    assertThat(scored.schema().apply("prediction").dataType())
        .isEqualTo(DataTypes.createArrayType(DataTypes.DoubleType, false));
    assertThat(
            scored
                .selectExpr(
                    "max(abs(prediction[0] - number)) < 0.1 and max(abs(prediction[1] - a - b)) < 0.1")
                .first()
                .getBoolean(0))
        .isTrue();
    Dataset<Row> scoredVectors = vectors.transform(table);
    assertThat(scoredVectors.schema().apply("prediction").dataType())
        .isEqualTo(SQLDataTypes.VectorType());
    Row row = scoredVectors.first();
    assertThat(row.<Vector>getAs("prediction").size()).isEqualTo(2);
    assertThat(row.<Vector>getAs("prediction").apply(1)).isCloseTo(row.getAs("a"), within(0.1));
  }

  @Test
  void predictionsOfArraysTellTheirSizeToTheNextStage() {
    NeuralNetworkRegressionModel first = TestTables.regressor().setLabelCol("numbers").fit(TABLE);

    NeuralNetworkRegressionModel second =
        TestTables.regressor()
            .setFeaturesCol("prediction")
            .setPredictionCol("sum")
            .setEpochs(1)
            .fit(first.transform(TABLE));

    assertThat(second.networkSpec().inputSize()).isEqualTo(2);
  }

  @Test
  void returnsTheBestEpochByValidationLossAndStopsEarly() {
    Dataset<Row> table = TABLE.selectExpr("*", "id % 4 = 0 as forValidation");
    NeuralNetworkRegressionModel model =
        TestTables.regressor()
            .setHiddenLayers(new int[] {16})
            .setLearningRate(0.1)
            .setValidationIndicatorCol("forValidation")
            .setEarlyStoppingPatience(3)
            .setEpochs(200)
            .fit(table);

    List<EpochReport> epochs = model.report().orElseThrow().epochs();
    assertThat(epochs).hasSizeLessThan(200);
    assertThat(epochs).noneMatch(epoch -> epoch.validation().hasAccuracy());
    double best =
        epochs.stream().mapToDouble(epoch -> epoch.validation().loss()).min().orElseThrow();
    double error = rmse(model.transform(table.filter("forValidation")));
    assertThat(error * error).isCloseTo(best, within(1e-4 * Math.max(1, best)));
    assertThat(model.report().orElseThrow().toTable()).doesNotContain("NaN");
    assertThat(model.report().orElseThrow().toHtml()).doesNotContain("NaN");
  }

  @Test
  void resumingWithMoreEpochsGivesTheSameBits() {
    Dataset<Row> table = TABLE.selectExpr("*", "id % 4 = 0 as forValidation");
    NeuralNetworkRegressor regressor =
        TestTables.regressor()
            .setHiddenLayers(new int[] {4})
            .setAveragingFrequency(3)
            .setValidationIndicatorCol("forValidation");
    float[] whole = regressor.setEpochs(3).fit(table).parameters();

    regressor.setCheckpointDir(folder.resolve("checkpoints").toString()).setEpochs(2).fit(table);
    NeuralNetworkRegressionModel resumed = regressor.setResume(true).setEpochs(3).fit(table);

    assertThat(resumed.parameters()).isEqualTo(whole);
  }

  @Test
  void leavesOutRowsWithoutALabelAsAsked() {
    Dataset<Row> holes =
        TABLE.selectExpr(
            "features",
            "case when id < 5 then null when id < 9 then double('NaN') else number end as number",
            "if(id < 5, null, if(id < 9, array(null, 1D), numbers)) as numbers");
    NeuralNetworkRegressor regressor = TestTables.regressor().setHandleInvalid("skip").setEpochs(1);

    for (String label : List.of("number", "numbers")) {
      NeuralNetworkRegressionModel model = regressor.setLabelCol(label).fit(holes);
      assertThat(model.report().orElseThrow().examples()).isEqualTo(491);
      assertThat(model.transform(holes).count()).isEqualTo(500);
    }
  }

  @Test
  void crossValidatorChoosesAmongStringsAndArrays() {
    NeuralNetworkRegressor regressor = TestTables.regressor().setEpochs(8);
    ParamMap[] grid =
        new ParamGridBuilder()
            .addGrid(regressor.learningRate(), new double[] {1e-6, 0.05})
            .addGrid(
                regressor.hiddenLayers(),
                scala.collection.JavaConverters.asScalaBuffer(List.of(new int[] {}, new int[] {4})))
            .build();

    CrossValidatorModel best =
        new CrossValidator()
            .setEstimator(regressor)
            .setEstimatorParamMaps(grid)
            .setEvaluator(new RegressionEvaluator().setLabelCol("number"))
            .setNumFolds(2)
            .setSeed(1)
            .fit(TABLE);

    assertThat(((NeuralNetworkRegressor) best.bestModel().parent()).getLearningRate())
        .isEqualTo(0.05);
    assertThat(rmse(best.transform(TABLE))).isLessThan(0.3);
  }
}
