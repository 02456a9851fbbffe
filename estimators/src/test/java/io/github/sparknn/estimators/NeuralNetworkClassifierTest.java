package io.github.sparknn.estimators;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparknn.testing.SharedSpark;
import io.github.sparknn.training.TrainingListener;
import io.github.sparknn.training.network.Networks;
import io.github.sparknn.training.report.EpochReport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.evaluation.BinaryClassificationEvaluator;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.learning.config.Adam;

class NeuralNetworkClassifierTest {
  private static final Dataset<Row> TABLE = TestTables.halves(500);

  private static double accuracy(Dataset<Row> scored, String label) {
    return scored.filter(col("prediction").equalTo(col(label))).count() / (double) scored.count();
  }

  @Test
  void learnsAndSparksEvaluatorsAcceptTheOutputs() {
    Dataset<Row> scored = TestTables.classifier().fit(TABLE).transform(TABLE);

    assertThat(accuracy(scored, "label")).isGreaterThan(0.97);
    assertThat(new BinaryClassificationEvaluator().evaluate(scored)).isGreaterThan(0.99);
    assertThat(new MulticlassClassificationEvaluator().setMetricName("logLoss").evaluate(scored))
        .isLessThan(0.2);
  }

  @Test
  void predictsTheLabelValueItself() {
    NeuralNetworkClassificationModel digits =
        TestTables.classifier().setLabelCol("digit").fit(TABLE);
    NeuralNetworkClassificationModel names = TestTables.classifier().setLabelCol("name").fit(TABLE);
    NeuralNetworkClassificationModel flags = TestTables.classifier().setLabelCol("flag").fit(TABLE);

    assertThat(digits.labels()).containsExactly("3.0", "7.0");
    assertThat(names.labels()).containsExactly("left", "right");
    assertThat(flags.labels()).containsExactly("false", "true");
    assertThat(digits.transform(TABLE).schema().apply("prediction").dataType())
        .isEqualTo(DataTypes.DoubleType);
    assertThat(names.transform(TABLE).schema().apply("prediction").dataType())
        .isEqualTo(DataTypes.StringType);
    assertThat(flags.transform(TABLE).schema().apply("prediction").dataType())
        .isEqualTo(DataTypes.BooleanType);
    assertThat(accuracy(digits.transform(TABLE), "digit")).isGreaterThan(0.97);
    assertThat(accuracy(names.transform(TABLE), "name")).isGreaterThan(0.97);
    assertThat(accuracy(flags.transform(TABLE), "flag")).isGreaterThan(0.97);
  }

  @Test
  void rawPredictionsAreLogProbabilitiesThatSumToOne() {
    Row row = TestTables.classifier().setEpochs(1).fit(TABLE).transform(TABLE).first();

    Vector probability = row.getAs("probability");
    Vector raw = row.getAs("rawPrediction");
    assertThat(probability.apply(0) + probability.apply(1)).isBetween(0.99999, 1.00001);
    assertThat(raw.apply(0)).isEqualTo(Math.log(probability.apply(0)));
    assertThat(row.<Double>getAs("prediction"))
        .isEqualTo(probability.apply(1) > probability.apply(0) ? 1.0 : 0.0);
  }

  @Test
  void scoresAsDl4jDoes() {
    NeuralNetworkClassificationModel model = TestTables.classifier().setEpochs(2).fit(TABLE);
    org.deeplearning4j.nn.multilayer.MultiLayerNetwork network =
        (org.deeplearning4j.nn.multilayer.MultiLayerNetwork) model.network();

    for (Row row : model.transform(TABLE).limit(20).collectAsList()) {
      List<Float> features = row.getList(row.fieldIndex("features"));
      float[] expected =
          network
              .output(
                  org.nd4j.linalg.factory.Nd4j.createFromArray(
                      new float[][] {{features.get(0), features.get(1)}}))
              .toFloatVector();
      Vector probability = row.getAs("probability");
      assertThat((float) probability.apply(0))
          .isCloseTo(expected[0], org.assertj.core.api.Assertions.within(1e-6f));
    }
  }

  @Test
  void takesScalarsArraysAndVectorsInOrder() {
    Dataset<Row> vectors =
        new VectorAssembler()
            .setInputCols(new String[] {"b", "a"})
            .setOutputCol("vector")
            .transform(TABLE);

    NeuralNetworkClassificationModel model =
        TestTables.classifier()
            .setFeaturesCols(new String[] {"a", "features", "vector"})
            .fit(vectors);

    assertThat(model.networkSpec().inputSize()).isEqualTo(5);
    assertThat(accuracy(model.transform(vectors), "label")).isGreaterThan(0.97);
  }

  @Test
  void trainsAnyDl4jConfiguration() {
    MultiLayerConfiguration network =
        Networks.classifier(2, new int[] {6, 6}, "tanh", 0, 2, new Adam(0.03), 4);

    NeuralNetworkClassificationModel model =
        new NeuralNetworkClassifier()
            .setNetwork(network)
            .setEpochs(20)
            .setBatchSize(32)
            .setWorkers(2)
            .fit(TABLE);

    assertThat(model.parameters()).hasSize(2 * 6 + 6 + 6 * 6 + 6 + 6 * 2 + 2);
    assertThat(accuracy(model.transform(TABLE), "label")).isGreaterThan(0.95);
  }

  @Test
  void aNetworkWithMoreOutputsKeepsClassesThatTheDataLack() {
    MultiLayerConfiguration network =
        Networks.classifier(2, new int[0], "relu", 0, 10, new Adam(0.03), 4);

    NeuralNetworkClassificationModel model =
        new NeuralNetworkClassifier().setNetwork(network).setLabelCol("digit").fit(TABLE);

    assertThat(model.numClasses()).isEqualTo(10);
    assertThat(model.labels()).startsWith("0.0", "1.0").endsWith("9.0");
  }

  @Test
  void sameSeedGivesTheSameBitsAndAnotherSeedOthers() {
    NeuralNetworkClassifier classifier = TestTables.classifier().setEpochs(2).setDropout(0.3);

    float[] first = classifier.fit(TABLE).parameters();

    assertThat(classifier.fit(TABLE).parameters()).isEqualTo(first);
    assertThat(classifier.copy(ParamMap.empty()).setSeed(99L).fit(TABLE).parameters())
        .isNotEqualTo(first);
  }

  @Test
  void handlesInvalidRowsAsAsked() {
    Dataset<Row> holes =
        TABLE.withColumn("features", functions.expr("if(id < 10, null, features)"));
    NeuralNetworkClassificationModel model =
        TestTables.classifier().setEpochs(2).setHandleInvalid("skip").fit(holes);

    assertThat(model.report().orElseThrow().epochs().get(0).examples()).isEqualTo(490);
    assertThat(model.transform(holes).count()).isEqualTo(490);
    Dataset<Row> kept = model.setHandleInvalid("keep").transform(holes);
    assertThat(kept.count()).isEqualTo(500);
    assertThat(kept.filter("prediction is null and probability is null").count()).isEqualTo(10);
  }

  @Test
  void loadsTheModelOncePerTaskThread() {
    Dataset<Row> manyPartitions = TABLE.repartition(40);
    NeuralNetworkClassificationModel model =
        TestTables.classifier().setEpochs(1).fit(TABLE).setEngine("test-counting");
    int before = CountingEngine.REPLICAS.get();

    model.transform(manyPartitions).agg(functions.sum("prediction")).first();
    model.transform(manyPartitions).agg(functions.max("prediction")).first();
    NeuralNetworkClassificationModel copy = model.copy(ParamMap.empty());
    copy.transform(manyPartitions).agg(functions.min("prediction")).first();

    assertThat(CountingEngine.REPLICAS.get() - before).isBetween(1, 2);
  }

  @Test
  void anotherEngineScoresWithNetworksOfItsOwn() {
    NeuralNetworkClassificationModel model = TestTables.classifier().setEpochs(1).fit(TABLE);
    List<Row> automatic = model.transform(TABLE).collectAsList();
    int before = CountingEngine.REPLICAS.get();

    List<Row> counting = model.setEngine("test-counting").transform(TABLE).collectAsList();

    assertThat(CountingEngine.REPLICAS.get()).isGreaterThan(before);
    assertThat(counting).hasSameSizeAs(automatic);
  }

  @Test
  void plansDifferWhereAColumnOfOneNameMeansAnother() {
    NeuralNetworkClassificationModel model = TestTables.classifier().setEpochs(1).fit(TABLE);
    Dataset<Row> probability =
        model.setProbabilityCol("x").setRawPredictionCol("").transform(TABLE).cache();
    double share = probability.first().<Vector>getAs("x").apply(0);

    Row raw = model.setProbabilityCol("").setRawPredictionCol("x").transform(TABLE).first();

    assertThat(raw.<Vector>getAs("x").apply(0)).isEqualTo(Math.log(share));
    probability.unpersist();
  }

  @Test
  void leavesOutColumnsWithoutAName() {
    Dataset<Row> scored =
        TestTables.classifier()
            .setEpochs(1)
            .setRawPredictionCol("")
            .setProbabilityCol("")
            .fit(TABLE)
            .transform(TABLE);

    assertThat(Arrays.asList(scored.columns()))
        .contains("prediction")
        .doesNotContain("probability", "rawPrediction", "");
  }

  @Test
  void tellsTheListenerEveryEpochAlsoThroughACopy() {
    List<EpochReport> heard = new ArrayList<>();
    NeuralNetworkClassifier classifier =
        TestTables.classifier()
            .setEpochs(3)
            .setTrainingListener(
                new TrainingListener() {
                  @Override
                  public void epochFinished(EpochReport epoch) {
                    heard.add(epoch);
                  }
                });

    classifier.copy(ParamMap.empty()).fit(TABLE);

    assertThat(heard).hasSize(3);
  }

  @Test
  void leavesNothingBehindOnTheExecutors() {
    SharedSpark.session().sparkContext().getPersistentRDDs();
    TestTables.classifier().setEpochs(1).fit(TABLE);

    assertThat(SharedSpark.session().sparkContext().getPersistentRDDs().size()).isZero();
  }
}
