package io.github.sparknn.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.sparknn.datasets.MiniBatch;
import io.github.sparknn.datasets.Shard;
import io.github.sparknn.datasets.ShardedDataset;
import io.github.sparknn.datasets.TensorSpec;
import io.github.sparknn.training.dl4jspark.Dl4jSparkTraining;
import io.github.sparknn.training.network.ModelState;
import io.github.sparknn.training.network.NetworkSpec;
import io.github.sparknn.training.network.Networks;
import io.github.sparknn.training.report.EpochReport;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Weights of examples through rounds, averaging, reports and validation. */
class WeightedTrainingTest {
  private static final long SEED = 9;
  private static final int ROWS = 64;

  /** One of a worker's mini-batches. */
  private record Batch(float[][] features, float[][] labels, float[] weights)
      implements Serializable {}

  private static ShardedDataset data;

  @BeforeAll
  static void shard() {
    data = weighted(ROWS).build();
  }

  @AfterAll
  static void close() {
    data.close();
  }

  /** Weights 0, 1, 2 and 5 in turn, by the features. */
  private static ShardedDataset.Builder weighted(int rows) {
    Dataset<Row> table =
        TestData.table(rows)
            .selectExpr("*", "array(0, 1, 2, 5)[int((features[3] + 1) * 2)] as weight");
    return ShardedDataset.builder(table)
        .features(TensorSpec.of(table, List.of("features"), null))
        .classLabels("label", 3)
        .weights("weight")
        .workers(2)
        .seed(5);
  }

  private static TrainingPlan plan(String engine) {
    return TrainingPlan.of(
            NetworkSpec.of(Networks.classifier(4, new int[] {8}, "relu", 0, 3, new Sgd(0.2), SEED)))
        .withEngine(engine)
        .withSeed(SEED)
        .withBatchSize(8)
        .withEpochs(1);
  }

  /** Each worker's mini-batches of the first epoch. */
  private static List<List<Batch>> batches(ShardedDataset dataset, int batchSize) {
    return dataset
        .shards()
        .mapPartitions(shards -> List.of(batches(shards.next(), batchSize)).iterator())
        .collect();
  }

  private static List<Batch> batches(Shard shard, int batchSize) {
    List<Batch> batches = new ArrayList<>();
    int[] order = shard.order(SEED, 0);
    try (MiniBatch batch = MiniBatch.allocateWeighted(batchSize, new int[] {4}, 3)) {
      for (int from = 0; from < order.length; from += batch.rows()) {
        shard.fill(batch, order, from);
        batches.add(
            new Batch(
                batch.features().toFloatMatrix(),
                batch.labels().toFloatMatrix(),
                batch.weights().toFloatVector()));
      }
    }
    return batches;
  }

  /** Losses of single rows, with DL4J. */
  private static double weightedLoss(MultiLayerNetwork network, List<Batch> batches) {
    double losses = 0;
    double weights = 0;
    for (Batch batch : batches) {
      for (int row = 0; row < batch.weights.length; row++) {
        losses += batch.weights[row] * network.score(example(batch, row), false);
        weights += batch.weights[row];
      }
    }
    return losses / weights;
  }

  private static double weightedAccuracy(MultiLayerNetwork network, List<Batch> batches) {
    double hits = 0;
    double weights = 0;
    for (Batch batch : batches) {
      for (int row = 0; row < batch.weights.length; row++) {
        DataSet example = example(batch, row);
        boolean hit =
            network.predict(example.getFeatures())[0] == example.getLabels().argMax(1).getInt(0);
        hits += hit ? batch.weights[row] : 0;
        weights += batch.weights[row];
      }
    }
    return hits / weights;
  }

  private static DataSet example(Batch batch, int row) {
    return new DataSet(
        Nd4j.createFromArray(new float[][] {batch.features[row]}),
        Nd4j.createFromArray(new float[][] {batch.labels[row]}));
  }

  /** A step of plain gradient descent on the mean of w l, row by row. */
  private static void step(MultiLayerNetwork network, List<Batch> joined, double rate) {
    INDArray gradient = Nd4j.zeros(1, network.numParams());
    int rows = 0;
    for (Batch batch : joined) {
      for (int row = 0; row < batch.weights.length; row++) {
        DataSet example = example(batch, row);
        network.setInput(example.getFeatures());
        network.setLabels(example.getLabels());
        network.computeGradientAndScore();
        gradient.addi(network.getFlattenedGradients().mul(batch.weights[row]));
        rows++;
      }
    }
    network.setParams(network.params().sub(gradient.mul(rate / rows)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"blas", "dl4j"})
  void averagingEverySgdStepEqualsOneMachineOnTheJoinedWeightedBatch(String engine) {
    TrainingPlan plan = plan(engine).withAveragingFrequency(1);
    List<List<Batch>> batches = batches(data, 8);
    MultiLayerNetwork plain = (MultiLayerNetwork) plan.network().newNetwork();
    for (int i = 0; i < batches.get(0).size(); i++) {
      step(plain, List.of(batches.get(0).get(i), batches.get(1).get(i)), 0.2);
    }

    ModelState trained = ParameterAveraging.train(plan, data, TrainingListener.NONE).state();

    float[] expected = plain.params().toFloatVector();
    for (int i = 0; i < expected.length; i++) {
      assertThat(trained.parameters()[i]).isCloseTo(expected[i], within(1e-6f));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"blas", "dl4j"})
  void reportsWeightedLossesAndAccuracy(String engine) {
    // One mini-batch of all rows, so that the training loss is that of the initial network.
    TrainingPlan plan = plan(engine).withBatchSize(ROWS).withAveragingFrequency(1);
    MultiLayerNetwork initial = (MultiLayerNetwork) plan.network().newNetwork();
    try (ShardedDataset validation = weighted(33).seed(6).build()) {
      TrainedNetwork trained =
          ParameterAveraging.train(plan, data, validation, TrainingListener.NONE);

      EpochReport epoch = trained.report().epochs().get(0);
      List<Batch> training = batches(data, ROWS).stream().flatMap(List::stream).toList();
      assertThat(epoch.loss()).isCloseTo(weightedLoss(initial, training), within(1e-5));
      assertThat(epoch.examples()).isEqualTo(ROWS);
      MultiLayerNetwork network = (MultiLayerNetwork) trained.toDl4j();
      List<Batch> rows = batches(validation, ROWS).stream().flatMap(List::stream).toList();
      assertThat(epoch.validation().loss()).isCloseTo(weightedLoss(network, rows), within(1e-5));
      assertThat(epoch.validation().accuracy())
          .isCloseTo(weightedAccuracy(network, rows), within(1e-9));
      assertThat(epoch.validation().examples()).isEqualTo(33);
    }
  }

  @Test
  void equalWeightsTrainTheSameBitsAsNone() {
    Dataset<Row> table = TestData.table(ROWS).selectExpr("*", "0.3D as weight");
    TrainingPlan plan = plan("blas").withEpochs(2);
    try (ShardedDataset plain = TestData.shards(ROWS, 2);
        ShardedDataset equal =
            ShardedDataset.builder(table)
                .features(TensorSpec.of(table, List.of("features"), null))
                .classLabels("label", 3)
                .weights("weight")
                .workers(2)
                .seed(5)
                .build()) {
      assertThat(ParameterAveraging.train(plan, equal, TrainingListener.NONE).state().parameters())
          .isEqualTo(
              ParameterAveraging.train(plan, plain, TrainingListener.NONE).state().parameters());
    }
  }

  @Test
  void refusesANetworkWhoseExamplesCannotBeWeighed() {
    NetworkSpec centers =
        NetworkSpec.of(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(
                    new CenterLossOutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(4)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());

    assertThatThrownBy(
            () -> ParameterAveraging.train(TrainingPlan.of(centers), data, TrainingListener.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot train the network on weighted examples with engine dl4j: its output layer is of"
                + " type CenterLossOutputLayer (weights need an OutputLayer or a LossLayer, one"
                + " output row per example)");
  }

  @Test
  void refusesToMixWeightedAndUnweightedData() {
    try (ShardedDataset plain = TestData.shards(9, 2)) {
      assertThatThrownBy(
              () -> ParameterAveraging.train(plan("blas"), data, plain, TrainingListener.NONE))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "Cannot validate: the training data have weights, the validation data have none");
    }
    assertThatThrownBy(
            () -> Dl4jSparkTraining.miniBatches(plan("dl4j").network(), data, 8, SEED, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot make DL4J data sets: the data set has weights, which they do not hold");
  }
}
