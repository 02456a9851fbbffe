package io.github.sparknn.estimators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.sparknn.testing.SharedSpark;
import io.github.sparknn.training.network.NetworkSpec;
import io.github.sparknn.training.network.Networks;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Images, sequences and graphs from the column to the saved model. */
class InputKindsTest {
  @TempDir private static Path folder;

  private static NeuralNetworkClassifier classifier(MultiLayerConfiguration network) {
    return new NeuralNetworkClassifier()
        .setNetwork(network)
        .setBatchSize(16)
        .setEpochs(12)
        .setWorkers(2)
        .setAveragingFrequency(2)
        .setSeed(3L);
  }

  /**
   * Images of 20x20 grey values with a bright bar that lies (label 0) or stands (label 1): flat
   * (array&lt;float&gt;), nested (array of rows), and image (Spark's image struct).
   */
  private static Dataset<Row> bars(int rows) {
    return SharedSpark.session()
        .range(0, rows, 1, 3)
        .selectExpr("id", "int(id % 2) AS label", "int(pmod(id * 7, 18)) AS place")
        .selectExpr(
            "*",
            "transform(sequence(0, 399), i -> float(IF(IF(label = 1, i % 20, i DIV 20) - place"
                + " BETWEEN 0 AND 1, 200, pmod(i * 31 + id * 17, 40)))) AS flat")
        .selectExpr(
            "id",
            "label",
            "flat",
            "transform(sequence(0, 19), r -> slice(flat, r * 20 + 1, 20)) AS nested",
            "named_struct('origin', 'bar', 'height', 20, 'width', 20, 'nChannels', 1, 'mode', 0,"
                + " 'data', unhex(array_join(transform(flat, v -> lpad(hex(int(v)), 2, '0')),"
                + " ''))) AS image");
  }

  private static MultiLayerConfiguration barNetwork() {
    return Networks.cnn(1, 20, 20)
        .averagePooling(2)
        .convolution(4, 3)
        .maxPooling(2)
        .dense(8)
        .optimizer(new Adam(0.003))
        .seed(5)
        .classifier(2);
  }

  private static double accuracy(Dataset<Row> scored) {
    return scored.where("prediction = label").count() / (double) scored.count();
  }

  private static List<Row> probabilities(Dataset<Row> scored) {
    return scored.sort("id").select("probability").collectAsList();
  }

  private static void assertSameAfterLoading(
      NeuralNetworkClassificationModel model, Dataset<Row> data, String name) throws Exception {
    String path = folder.resolve(name).toString();
    model.write().save(path);
    assertThat(probabilities(NeuralNetworkClassificationModel.load(path).transform(data)))
        .isEqualTo(probabilities(model.transform(data)));
  }

  @Test
  void imagesOf20x20AreTheSameInEveryKindOfColumn() throws Exception {
    Dataset<Row> data = bars(120);
    NeuralNetworkClassificationModel model =
        classifier(barNetwork()).setFeaturesCol("image").fit(data);
    Dataset<Row> scored = model.transform(data);
    assertThat(accuracy(scored)).isGreaterThan(0.9);
    assertSameAfterLoading(model, data, "images");
    assertThat(model.networkSpec().inputSize()).isEqualTo(400);
    assertThat(
            probabilities(
                model.copy(model.extractParamMap()).setFeaturesCol("flat").transform(data)))
        .isEqualTo(probabilities(scored));
    for (String column : List.of("flat", "nested")) {
      NeuralNetworkClassificationModel other =
          classifier(barNetwork()).setFeaturesCol(column).fit(data);
      assertThat(other.parameters()).isEqualTo(model.parameters());
    }
  }

  @Test
  void imagesOf3x3WithFourChannelsInNestedArrays() throws Exception {
    Dataset<Row> data =
        SharedSpark.session()
            .range(0, 200, 1, 3)
            .selectExpr("id", "int(id % 4) AS label")
            .selectExpr(
                "id",
                "label",
                "transform(sequence(0, 3), c -> transform(sequence(0, 2), y -> transform(sequence(0,"
                    + " 2), x -> float(IF(c = label, 1, 0) + pmod(id * 13 + c * 5 + y * 3 + x, 7) /"
                    + " 10)))) AS pixels");
    NeuralNetworkClassifier estimator =
        classifier(Networks.lenet(4, 3, 3).optimizer(new Adam(0.002)).classifier(4))
            .setFeaturesCol("pixels")
            .setInputShape(new int[] {4, 3, 3});
    NeuralNetworkClassificationModel model = estimator.fit(data);
    assertThat(accuracy(model.transform(data))).isGreaterThan(0.95);
    assertSameAfterLoading(model, data, "small-images");
    assertThatThrownBy(() -> estimator.setInputShape(new int[] {3, 3, 4}).fit(data))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot train network: its input layer takes channels, height, width [4, 3, 3] per"
                + " example, the features have [3, 3, 4]");
    Dataset<Row> ragged = data.selectExpr("id", "label", "slice(pixels, 1, 3) AS pixels");
    assertThatThrownBy(() -> model.transform(ragged).collect())
        .hasStackTraceContaining("Cannot read column 'pixels': a row holds 3 arrays (must be 4)");
  }

  /** Sequences of 1 to 7 steps (sign, 1), alternating or not (label); one empty and one null. */
  private static Dataset<Row> sequences(int rows) {
    return SharedSpark.session()
        .range(0, rows, 1, 3)
        .selectExpr("id", "int(id % 2) AS label")
        .selectExpr(
            "id",
            "label",
            "CASE WHEN id = 8 THEN array() WHEN id = 9 THEN NULL ELSE transform(sequence(0, int(id %"
                + " 7)), t -> array(float(IF(label = 1, 1, -1) * (t + 1 + id % 3) / 8), 1f)) END AS"
                + " steps");
  }

  private static NeuralNetworkClassifier recurrent() {
    return classifier(Networks.lstm(2, 8).optimizer(new Adam(0.02)).classifier(2))
        .setFeaturesCol("steps");
  }

  @Test
  void sequencesOfAnyLengthAreTrainedSavedAndScored() throws Exception {
    Dataset<Row> data = sequences(150);
    NeuralNetworkClassificationModel model = recurrent().setHandleInvalid("keep").fit(data);
    Dataset<Row> scored = model.transform(data);
    assertThat(scored.where("prediction IS NULL").select("id").collectAsList().toString())
        .isEqualTo("[[8], [9]]");
    assertThat(accuracy(scored.where("prediction IS NOT NULL"))).isGreaterThan(0.95);
    assertSameAfterLoading(model, data, "sequences");
    NeuralNetworkClassificationModel one = model.copy(model.extractParamMap());
    List<Row> alone = probabilities(one.setScoringBatchSize(1).transform(data));
    List<Row> together = probabilities(scored);
    for (int i = 0; i < alone.size(); i++) {
      if (!alone.get(i).isNullAt(0)) {
        double[] expected = alone.get(i).<Vector>getAs(0).toArray();
        assertThat(together.get(i).<Vector>getAs(0).toArray())
            .containsExactly(expected, within(1e-6));
      }
    }
  }

  @Test
  void longerSequencesNeedALongerInputShape() {
    Dataset<Row> data = sequences(60).where("steps IS NOT NULL AND size(steps) BETWEEN 1 AND 4");
    Dataset<Row> longer = sequences(60).where("size(steps) = 7");
    NeuralNetworkClassificationModel model = recurrent().setEpochs(1).fit(data);
    assertThatThrownBy(() -> model.transform(longer).collect())
        .hasStackTraceContaining(
            "Cannot read column 'steps': a row holds 7 steps (must be at most 4, see inputShape)");
    assertThat(
            model
                .setInputShape(new int[] {9, 2})
                .transform(longer)
                .where("prediction >= 0")
                .count())
        .isEqualTo(longer.count());
    assertThatThrownBy(() -> model.setInputShape(new int[] {9, 3}).transform(longer))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid inputShape: [9, 3] (must be the longest row's steps, and 2)");
    assertThatThrownBy(() -> recurrent().setInputShape(new int[] {3, 2}).fit(data))
        .hasStackTraceContaining("a row holds 4 steps (must be at most 3, see inputShape)");
  }

  @Test
  void whatDoesNotFitARecurrentNetworkIsRefusedBeforeAnyJob() {
    Dataset<Row> data = sequences(10);
    assertThatThrownBy(() -> recurrent().setInputShape(new int[] {7, 3}).fit(data))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot train network: its input layer takes time, features [?, 2] per example, the"
                + " features have [7, 3]");
    NeuralNetworkClassifier perStep =
        classifier(Networks.lstm(2, 8).everyStep().classifier(2)).setFeaturesCol("steps");
    assertThatThrownBy(() -> perStep.transformSchema(data.schema()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot train network: its output layer gives values for each time step (must give them"
                + " for each row)");
  }

  @Test
  void aComputationGraphIsTrainedSavedAndScored() throws Exception {
    ComputationGraphConfiguration graph =
        new NeuralNetConfiguration.Builder()
            .seed(4)
            .updater(new Adam(0.03))
            .graphBuilder()
            .addInputs("in")
            .addLayer("wide", dense(8, Activation.TANH), "in")
            .addLayer("linear", dense(3, Activation.IDENTITY), "in")
            .addVertex("both", new MergeVertex(), "wide", "linear")
            .addLayer(
                "out",
                new OutputLayer.Builder(LossFunction.MCXENT)
                    .nOut(2)
                    .activation(Activation.SOFTMAX)
                    .build(),
                "both")
            .setOutputs("out")
            .setInputTypes(InputType.feedForward(2))
            .build();
    Dataset<Row> data = TestTables.halves(300);
    NeuralNetworkClassificationModel model =
        new NeuralNetworkClassifier()
            .setNetwork(graph)
            .setBatchSize(16)
            .setEpochs(15)
            .setWorkers(2)
            .setSeed(3L)
            .fit(data);
    assertThat(accuracy(model.transform(data))).isGreaterThan(0.95);
    assertSameAfterLoading(model, data, "graph");
    assertThat(model.network()).isInstanceOf(ComputationGraph.class);
    assertThat(model.networkSpec()).isEqualTo(NetworkSpec.of(graph));
  }

  private static DenseLayer dense(int units, Activation activation) {
    return new DenseLayer.Builder().nOut(units).activation(activation).build();
  }
}
