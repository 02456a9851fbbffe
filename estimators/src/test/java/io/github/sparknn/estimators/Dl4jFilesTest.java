package io.github.sparknn.estimators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.sparknn.testing.SharedSpark;
import io.github.sparknn.training.network.Networks;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Networks that DL4J reads, and networks that DL4J wrote. */
class Dl4jFilesTest {
  private static final int ROWS = 20;
  @TempDir Path folder;

  private String zip() {
    return folder.resolve("network.zip").toString();
  }

  /** Columns features (array of 64 floats), rows (the same as 8 arrays of 8) and label. */
  private static Dataset<Row> images() {
    return SharedSpark.session()
        .range(0, ROWS, 1, 2)
        .selectExpr(
            "id",
            "int(id % 2) as label",
            "transform(sequence(0, 63), i -> float(pmod(i * 7 + id * 13, 31) / 31.0)) as features")
        .selectExpr("*", "transform(sequence(0, 7), r -> slice(features, r * 8 + 1, 8)) as rows");
  }

  /** Columns v (array of 2 floats), a and b (its values). */
  private static Dataset<Row> pairs() {
    return TestTables.halves(ROWS).selectExpr("id", "a", "b", "features as v");
  }

  private static float[][] inputs(Dataset<Row> data, String column) {
    return data.select(column).collectAsList().stream()
        .map(
            row -> {
              List<Float> values = row.getList(0);
              float[] floats = new float[values.size()];
              for (int i = 0; i < floats.length; i++) {
                floats[i] = values.get(i);
              }
              return floats;
            })
        .toArray(float[][]::new);
  }

  private static void assertProbabilities(Dataset<Row> scored, INDArray expected) {
    List<Row> rows = scored.select("probability").collectAsList();
    assertThat(rows).hasSize(ROWS);
    for (int i = 0; i < ROWS; i++) {
      assertThat(rows.get(i).<Vector>getAs(0).toArray())
          .containsExactly(expected.getRow(i).toDoubleVector(), within(1e-6));
    }
  }

  private void write(Model network) throws IOException {
    ModelSerializer.writeModel(network, new File(zip()), true);
  }

  private static MultiLayerNetwork network(MultiLayerConfiguration configuration) {
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    return network;
  }

  private static ComputationGraphConfiguration graph() {
    return new NeuralNetConfiguration.Builder()
        .seed(7)
        .updater(new Adam(0.05))
        .graphBuilder()
        .addInputs("in")
        .addLayer("left", new DenseLayer.Builder().nIn(2).nOut(3).build(), "in")
        .addLayer("right", new DenseLayer.Builder().nIn(2).nOut(4).build(), "in")
        .addVertex("both", new MergeVertex(), "left", "right")
        .addLayer(
            "out",
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nIn(7)
                .nOut(2)
                .activation(Activation.SOFTMAX)
                .build(),
            "both")
        .setOutputs("out")
        .build();
  }

  @Test
  void dl4jRestoresAClassifierThatPredictsTheSame() throws IOException {
    Dataset<Row> table = TestTables.halves(ROWS);
    NeuralNetworkClassificationModel model = TestTables.classifier().setEpochs(2).fit(table);

    model.saveDl4j(zip());

    MultiLayerNetwork restored = MultiLayerNetwork.load(new File(zip()), true);
    assertProbabilities(
        model.transform(table), restored.output(Nd4j.create(inputs(table, "features"))));
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("network.zip", ".network.zip.crc");
  }

  @Test
  void dl4jRestoresAConvolutionalNetworkThatPredictsTheSame() throws IOException {
    NeuralNetworkClassificationModel model =
        new NeuralNetworkClassifier()
            .setNetwork(Networks.cnn(1, 8, 8).convolution(3, 3).maxPooling(2).classifier(2))
            .setFeaturesCol("rows")
            .setInputShape(new int[] {1, 8, 8})
            .setEpochs(1)
            .setWorkers(1)
            .fit(images().selectExpr("id", "label", "features as rows"));

    model.saveDl4j(zip());

    MultiLayerNetwork restored = MultiLayerNetwork.load(new File(zip()), true);
    float[][] inputs = inputs(images(), "features");
    assertProbabilities(
        model.setFeaturesCol("features").transform(images()),
        restored.output(Nd4j.create(inputs).reshape(ROWS, 1, 8, 8)));
  }

  @Test
  void dl4jRestoresAGraphThatPredictsTheSame() throws IOException {
    Dataset<Row> table = TestTables.halves(ROWS);
    NeuralNetworkClassificationModel model =
        new NeuralNetworkClassifier().setNetwork(graph()).setEpochs(2).setWorkers(1).fit(table);

    model.saveDl4j(zip());

    ComputationGraph restored = ComputationGraph.load(new File(zip()), true);
    assertProbabilities(
        model.transform(table), restored.outputSingle(Nd4j.create(inputs(table, "features"))));
  }

  @Test
  void refusesToSaveOverAFile() throws IOException {
    NeuralNetworkRegressionModel model =
        TestTables.regressor().setEpochs(1).fit(TestTables.planes(ROWS));
    Files.writeString(Path.of(zip()), "mine");

    assertThatThrownBy(() -> model.saveDl4j(zip()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot save DL4J network: " + zip() + " exists already (must be a new path)");
    assertThat(Path.of(zip())).hasContent("mine");
  }

  @Test
  void softmaxBecomesAClassifierThatSavesAndLoadsAsAFittedOne() throws IOException {
    MultiLayerNetwork network =
        network(Networks.classifier(2, new int[] {5}, "relu", 0, 3, new Adam(), 1L));
    write(network);
    INDArray expected = network.output(Nd4j.create(inputs(pairs(), "v")));

    NeuralNetworkClassificationModel model =
        (NeuralNetworkClassificationModel) NetworkModel.fromDl4j(zip());

    assertThat(model.labels()).containsExactly("0.0", "1.0", "2.0");
    model.setFeaturesCol("v");
    assertProbabilities(model.transform(pairs()), expected);
    String path = folder.resolve("model").toString();
    model.save(path);
    NeuralNetworkClassificationModel loaded = NeuralNetworkClassificationModel.load(path);
    assertProbabilities(loaded.transform(pairs()), expected);
    assertThat(loaded.transformSchema(pairs().schema()))
        .isEqualTo(loaded.transform(pairs()).schema());
    loaded.setFeaturesCols(new String[] {"a", "b"});
    assertProbabilities(loaded.transform(pairs()), expected);
    assertThat(loaded.report()).isEmpty();
  }

  @Test
  void sigmoidWithCrossEntropyBecomesAClassifierOfSeveralLabels() throws IOException {
    MultiLayerNetwork network =
        network(Networks.multiLabelClassifier(2, new int[] {5}, "relu", 0, 3, new Adam(), 1L));
    write(network);

    NetworkModel<?> model = NetworkModel.fromDl4j(zip()).setFeaturesCol("v");

    assertProbabilities(
        model.transform(pairs()), network.output(Nd4j.create(inputs(pairs(), "v"))));
    assertThat(model.transform(pairs()).schema().apply("prediction").dataType().catalogString())
        .isEqualTo("array<double>");
  }

  @Test
  void otherOutputsBecomeARegressor() throws IOException {
    MultiLayerNetwork network =
        network(Networks.regressor(2, new int[] {5}, "tanh", 0, 1, "mse", new Adam(), 1L));
    write(network);
    INDArray expected = network.output(Nd4j.create(inputs(pairs(), "v")));

    NeuralNetworkRegressionModel model =
        (NeuralNetworkRegressionModel) NetworkModel.fromDl4j(zip());
    List<Row> rows = model.setFeaturesCol("v").transform(pairs()).collectAsList();

    for (int i = 0; i < ROWS; i++) {
      assertThat(rows.get(i).<Double>getAs("prediction"))
          .isCloseTo(expected.getDouble(i), within(1e-6));
    }
    write(network(Networks.regressor(2, new int[] {5}, "tanh", 0, 4, "mse", new Adam(), 1L)));
    assertThat(((NeuralNetworkRegressionModel) NetworkModel.fromDl4j(zip())).numTargets())
        .isEqualTo(4);
  }

  @Test
  void aGraphBecomesAClassifier() throws IOException {
    ComputationGraph network = new ComputationGraph(graph());
    network.init();
    write(network);

    assertProbabilities(
        NetworkModel.fromDl4j(zip()).setFeaturesCol("v").transform(pairs()),
        network.outputSingle(Nd4j.create(inputs(pairs(), "v"))));
  }

  @Test
  void imagesAreReadFromFlatAndNestedColumns() throws IOException {
    MultiLayerNetwork network =
        network(Networks.cnn(1, 8, 8).convolution(3, 3).maxPooling(2).classifier(2));
    write(network);
    INDArray pixels = Nd4j.create(inputs(images(), "features"));
    INDArray expected = network.output(pixels.reshape(ROWS, 1, 8, 8));

    NetworkModel<?> model = NetworkModel.fromDl4j(zip()).setInputShape(new int[] {1, 8, 8});

    assertProbabilities(model.transform(images()), expected);
    Dataset<Row> nested = images().selectExpr("array(rows) as features");
    assertProbabilities(model.transform(nested), expected);
  }

  @Test
  void sequencesNeedTheirShape() throws IOException {
    MultiLayerNetwork network = network(Networks.lstm(2, 3).classifier(2));
    write(network);
    Dataset<Row> table =
        SharedSpark.session().range(ROWS).selectExpr("array(array(0.5F, id / 20F)) as features");

    NetworkModel<?> model = NetworkModel.fromDl4j(zip());

    assertThatThrownBy(() -> model.transform(table))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot score columns [features]: the schema does not tell their shapes (inputShape"
                + " must be set, or their metadata tell; the network takes [?, 2])");
    model.setInputShape(new int[] {1, 2});
    INDArray steps = Nd4j.create(ROWS, 2, 1);
    for (int i = 0; i < ROWS; i++) {
      steps.putScalar(i, 0, 0, 0.5f).putScalar(i, 1, 0, i / 20f);
    }
    assertProbabilities(model.transform(table), network.output(steps));
  }

  @Test
  void refusesColumnsThatDoNotFit() throws IOException {
    write(network(Networks.classifier(3, new int[] {5}, "relu", 0, 2, new Adam(), 1L)));
    NetworkModel<?> model = NetworkModel.fromDl4j(zip()).setFeaturesCols(new String[] {"a", "b"});

    assertThatThrownBy(() -> model.transform(pairs()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot score columns [a, b]: they hold 2 values per row, the network takes 3");
  }

  @Test
  void refusesFilesThatAreNoNetworksAndNamesThem() throws IOException {
    assertThatThrownBy(() -> NetworkModel.fromDl4j(zip()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "Cannot load DL4J network from " + zip() + ": there is no such path");
    Files.writeString(Path.of(zip()), "no zip");
    assertThatThrownBy(() -> NetworkModel.fromDl4j(zip()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot load DL4J network from " + zip() + ": it is not a zip file");
    write(network(Networks.lstm(2, 3).everyStep().regressor(1)));
    assertThatThrownBy(() -> NetworkModel.fromDl4j(zip()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot load DL4J network from "
                + zip()
                + ": its output layer gives values for each time step (must give them for each"
                + " row)");
  }
}
