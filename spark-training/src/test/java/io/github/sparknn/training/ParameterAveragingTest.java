package io.github.sparknn.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.sparknn.datasets.ArrowMemory;
import io.github.sparknn.datasets.ShardedDataset;
import io.github.sparknn.testing.SharedSpark;
import io.github.sparknn.training.averaging.UpdaterState;
import io.github.sparknn.training.dl4jspark.Dl4jSparkTraining;
import io.github.sparknn.training.network.ModelState;
import io.github.sparknn.training.network.NetworkSpec;
import io.github.sparknn.training.network.NetworkStates;
import io.github.sparknn.training.network.Networks;
import io.github.sparknn.training.report.EpochReport;
import io.github.sparknn.training.report.TrainingReport;
import io.github.sparknn.training.report.WorkerReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.deeplearning4j.nn.api.NeuralNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import scala.collection.JavaConverters;

class ParameterAveragingTest {
  private static final long SEED = 9;

  private static NetworkSpec network(IUpdater optimizer, double dropout) {
    return NetworkSpec.of(
        Networks.classifier(4, new int[] {8}, "relu", dropout, 3, optimizer, SEED));
  }

  private static TrainingPlan plan(NetworkSpec network) {
    return TrainingPlan.of(network).withEngine("dl4j").withSeed(SEED).withBatchSize(16);
  }

  private static TrainedNetwork train(TrainingPlan plan, ShardedDataset data) {
    return ParameterAveraging.train(plan, data, TrainingListener.NONE);
  }

  /** Each worker's mini-batches of an epoch. */
  private static List<List<DataSet>> batches(TrainingPlan plan, ShardedDataset data, int epoch) {
    return Dl4jSparkTraining.miniBatches(plan.network(), data, plan.batchSize(), SEED, epoch)
        .glom()
        .collect();
  }

  private static ModelState fit(NeuralNetwork network, ModelState from, List<DataSet> batches) {
    NetworkStates.write(from, network);
    batches.forEach(network::fit);
    return NetworkStates.read(network);
  }

  private static ModelState mean(
      ModelState a, long examplesOfA, ModelState b, long examplesOfB, boolean keepMoments) {
    double weight = (double) examplesOfA / (examplesOfA + examplesOfB);
    float[] parameters = new float[a.parameters().length];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = (float) (weight * a.parameters()[i] + (1 - weight) * b.parameters()[i]);
    }
    float[] moments = new float[a.optimizerState().length];
    for (int i = 0; keepMoments && i < moments.length; i++) {
      moments[i] = (float) (weight * a.optimizerState()[i] + (1 - weight) * b.optimizerState()[i]);
    }
    return new ModelState(parameters, moments, keepMoments ? a.iteration() : 0, a.epoch());
  }

  private static double distance(ModelState a, ModelState b) {
    double largest = 0;
    for (int i = 0; i < a.parameters().length; i++) {
      largest = Math.max(largest, Math.abs(a.parameters()[i] - b.parameters()[i]));
    }
    return largest;
  }

  @Test
  void oneWorkerEqualsPlainFit() {
    TrainingPlan plan = plan(network(new Adam(0.01), 0)).withEpochs(2).withAveragingFrequency(3);
    try (ShardedDataset data = TestData.shards(100, 1)) {
      NeuralNetwork plain = plan.network().newNetwork();
      for (int epoch = 0; epoch < 2; epoch++) {
        batches(plan, data, epoch).get(0).forEach(plain::fit);
      }

      TrainedNetwork trained = train(plan, data);

      ModelState expected = NetworkStates.read(plain);
      assertThat(trained.state().parameters()).isEqualTo(expected.parameters());
      assertThat(trained.state().optimizerState()).isEqualTo(expected.optimizerState());
      assertThat(trained.state().iteration()).isEqualTo(14);
      assertThat(trained.state().epoch()).isEqualTo(2);
    }
  }

  @Test
  void averagingEverySgdStepEqualsOneMachineOnTheJoinedBatch() {
    TrainingPlan plan = plan(network(new Sgd(0.1), 0)).withEpochs(1).withAveragingFrequency(1);
    try (ShardedDataset data = TestData.shards(128, 2)) {
      List<List<DataSet>> batches = batches(plan, data, 0);
      NeuralNetwork plain = plan.network().newNetwork();
      for (int i = 0; i < batches.get(0).size(); i++) {
        DataSet first = batches.get(0).get(i);
        DataSet second = batches.get(1).get(i);
        plain.fit(
            new DataSet(
                Nd4j.vstack(first.getFeatures(), second.getFeatures()),
                Nd4j.vstack(first.getLabels(), second.getLabels())));
      }

      ModelState trained = train(plan, data).state();

      assertThat(distance(trained, NetworkStates.read(plain))).isLessThan(1e-6);
    }
  }

  @Test
  void unequalShardsAreWeighedByTheirExamples() {
    TrainingPlan plan =
        plan(network(new Sgd(0.5), 0)).withEpochs(1).withBatchSize(100).withAveragingFrequency(1);
    try (ShardedDataset data = TestData.shards(5, 2)) {
      List<List<DataSet>> batches = batches(plan, data, 0);
      NeuralNetwork plain = plan.network().newNetwork();
      ModelState start = plan.network().initialState();
      ModelState first = fit(plain, start, batches.get(0));
      ModelState second = fit(plain, start, batches.get(1));
      int examplesOfFirst = batches.get(0).get(0).numExamples();
      int examplesOfSecond = batches.get(1).get(0).numExamples();
      assertThat(List.of(examplesOfFirst, examplesOfSecond)).containsExactlyInAnyOrder(2, 3);

      ModelState trained = train(plan, data).state();

      ModelState weighted = mean(first, examplesOfFirst, second, examplesOfSecond, true);
      ModelState unweighted = mean(first, 1, second, 1, true);
      assertThat(trained.parameters()).isEqualTo(weighted.parameters());
      assertThat(distance(trained, unweighted)).isGreaterThan(1e-4);
    }
  }

  @Test
  void adamKeepsItsMomentsAndItsIterationCountOverRoundsUnlessThePlanResetsThem() {
    TrainingPlan plan = plan(network(new Adam(0.05), 0)).withEpochs(1).withAveragingFrequency(2);
    try (ShardedDataset data = TestData.shards(128, 2)) {
      List<List<DataSet>> batches = batches(plan, data, 0);

      ModelState trained = train(plan, data).state();

      ModelState carried = simulateTwoRounds(plan, batches, true);
      ModelState restarted = simulateTwoRounds(plan, batches, false);
      assertThat(trained.parameters()).isEqualTo(carried.parameters());
      assertThat(trained.optimizerState()).isEqualTo(carried.optimizerState());
      assertThat(trained.iteration()).isEqualTo(4);
      assertThat(distance(trained, restarted)).isGreaterThan(1e-3);

      ModelState reset = train(plan.withUpdaterState(UpdaterState.RESET), data).state();
      assertThat(reset.parameters()).isEqualTo(restarted.parameters());
      assertThat(reset.optimizerState()).isEmpty();
      assertThat(reset.epoch()).isEqualTo(1);
    }
  }

  @Test
  void withoutShuffleEachEpochPassesTheRowsAsTheyLie() {
    TrainingPlan plan =
        plan(network(new Sgd(0.1), 0)).withEpochs(2).withAveragingFrequency(2).withShuffle(false);
    Dataset<Row> table = TestData.table(40);
    NeuralNetwork plain = plan.network().newNetwork();
    List<Row> rows = table.collectAsList();
    for (int epoch = 0; epoch < 2; epoch++) {
      for (int from = 0; from < rows.size(); from += plan.batchSize()) {
        plain.fit(dataSet(rows.subList(from, Math.min(from + plan.batchSize(), rows.size()))));
      }
    }
    try (ShardedDataset data = TestData.builder(table, 1).shuffle(false).build()) {
      ModelState trained = train(plan, data).state();

      assertThat(distance(trained, NetworkStates.read(plain))).isLessThan(1e-6);
      assertThat(distance(trained, train(plan.withShuffle(true), data).state()))
          .isGreaterThan(1e-5);
    }
  }

  private static DataSet dataSet(List<Row> rows) {
    float[][] features = new float[rows.size()][];
    float[][] labels = new float[rows.size()][3];
    for (int i = 0; i < features.length; i++) {
      List<Float> values = rows.get(i).getList(0);
      features[i] = new float[values.size()];
      for (int j = 0; j < features[i].length; j++) {
        features[i][j] = values.get(j);
      }
      labels[i][rows.get(i).getInt(1)] = 1;
    }
    return new DataSet(Nd4j.create(features), Nd4j.create(labels));
  }

  private static ModelState simulateTwoRounds(
      TrainingPlan plan, List<List<DataSet>> batches, boolean keepMoments) {
    NeuralNetwork plain = plan.network().newNetwork();
    ModelState state = plan.network().initialState();
    for (int round = 0; round < 2; round++) {
      ModelState first = fit(plain, state, batches.get(0).subList(2 * round, 2 * round + 2));
      ModelState second = fit(plain, state, batches.get(1).subList(2 * round, 2 * round + 2));
      state = mean(first, 32, second, 32, keepMoments);
    }
    return state;
  }

  @ParameterizedTest
  @ValueSource(longs = {0, SEED})
  void sameSeedGivesTheSameBitsWithDropoutAndMoreWorkersThanSlots(long seed) {
    TrainingPlan plan =
        plan(network(new Adam(0.01), 0.5)).withEpochs(2).withSeed(seed).withAveragingFrequency(1);
    try (ShardedDataset data = TestData.shards(200, 5)) {
      ModelState first = train(plan, data).state();
      ModelState second = train(plan, data).state();

      assertThat(second.parameters()).isEqualTo(first.parameters());
      assertThat(train(plan.withSeed(SEED + 1), data).state().parameters())
          .isNotEqualTo(first.parameters());
    }
  }

  @Test
  void learnsAndReportsEveryEpoch() {
    TrainingPlan plan = plan(network(new Adam(0.01), 0)).withEpochs(20).withAveragingFrequency(4);
    List<TrainingProgress> progress = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void roundFinished(TrainingProgress round) {
            progress.add(round);
          }
        };
    try (ShardedDataset data = TestData.shards(400, 2)) {
      TrainedNetwork trained = ParameterAveraging.train(plan, data, listener);

      TrainingReport report = trained.report();
      assertThat(report.epochs()).hasSize(20);
      assertThat(report.epochs()).allSatisfy(e -> assertThat(e.examples()).isEqualTo(400));
      assertThat(report.finalLoss()).isLessThan(0.5 * report.epochs().get(0).loss());
      assertThat(report.workers()).isEqualTo(2);
      assertThat(report.engine()).isEqualTo("dl4j");
      assertThat(report.epochs())
          .allSatisfy(
              e -> {
                assertThat(e.averagingFrequency()).isEqualTo(4);
                assertThat(e.averagingReason()).isEqualTo("as set");
                assertThat(e.rounds()).isEqualTo(4);
                assertThat(e.workers())
                    .extracting(WorkerReport::examples)
                    .containsExactly(200L, 200L);
              });
      assertThat(report.rounds()).hasSize(80);
      assertThat(report.speedUp().alone()).isPositive();
      assertThat(report.toJson()).contains("\"averagingFrequency\":4");
      assertThat(report.toTable()).contains("engine dl4j, 2 workers", "Does Spark help here?");
      assertThat(report.resultEpoch()).isEqualTo(20);
      assertThat(report.configuration())
          .containsEntry("training rows", "400")
          .containsEntry("averaging frequency", "4")
          .containsEntry("checkpoints", "none")
          .containsKey("network");
      TrainingProgress last = progress.get(progress.size() - 1);
      assertThat(last.round()).isEqualTo(last.rounds()).isEqualTo(progress.size());
      assertThat(last.examples()).isEqualTo(last.totalExamples()).isEqualTo(8000);

      DataSet batch = batches(plan, data, 0).get(0).get(0);
      INDArray direct =
          ((org.deeplearning4j.nn.multilayer.MultiLayerNetwork) trained.toDl4j())
              .output(batch.getFeatures());
      assertThat(direct.sumNumber().doubleValue()).isCloseTo(16, within(1e-4));
    }
  }

  @Test
  void theAutomaticFrequencyIsOneEpochWhenCommunicationOutweighsComputing() {
    TrainingPlan plan = plan(network(new Sgd(0.1), 0)).withEpochs(2);
    try (ShardedDataset data = TestData.shards(128, 2)) {
      List<EpochReport> epochs = train(plan, data).report().epochs();

      assertThat(epochs.get(0).averagingFrequency()).isEqualTo(1);
      assertThat(epochs.get(0).averagingReason())
          .isEqualTo("automatic: begins with a quarter of an epoch");
      assertThat(epochs.get(1).averagingFrequency()).isEqualTo(4);
      assertThat(epochs.get(1).rounds()).isEqualTo(1);
      assertThat(epochs.get(1).averagingReason()).endsWith(", an epoch has no more than 4");
    }
  }

  @Test
  void slicesGiveTheBitsOfTheDriversMean() {
    TrainingPlan plan = plan(network(new Adam(0.01), 0.5)).withEpochs(2).withAveragingFrequency(2);
    try (ShardedDataset data = TestData.shards(110, 3)) {
      TrainedNetwork onDriver = train(plan, data);
      TrainedNetwork inSlices = train(plan.withSliceThreshold(0), data);

      assertThat(inSlices.state().parameters()).isEqualTo(onDriver.state().parameters());
      assertThat(inSlices.state().optimizerState()).isEqualTo(onDriver.state().optimizerState());
      assertThat(inSlices.state().iteration()).isEqualTo(onDriver.state().iteration());
      assertThat(inSlices.report().finalLoss()).isEqualTo(onDriver.report().finalLoss());
    }
  }

  @Test
  void slicesTakeWorkersWithoutRows() {
    TrainingPlan plan = plan(network(new Adam(0.01), 0)).withEpochs(1).withSliceThreshold(0);
    try (ShardedDataset data = TestData.shards(2, 4)) {
      assertThat(train(plan, data).report().epochs().get(0).examples()).isEqualTo(2);
    }
  }

  @Test
  void trainsWhenThereAreFewerRowsThanWorkers() {
    TrainingPlan plan = plan(network(new Sgd(0.1), 0)).withEpochs(1);
    try (ShardedDataset data = TestData.shards(3, 4)) {
      assertThat(train(plan, data).report().epochs().get(0).examples()).isEqualTo(3);
    }
  }

  @Test
  void leavesNothingBehind() {
    long before = ArrowMemory.allocatedBytes();
    Set<Object> rddsBefore = persistentRdds();
    TrainingPlan plan = plan(network(new Sgd(0.1), 0)).withEpochs(1);

    try (ShardedDataset data = TestData.shards(64, 2)) {
      train(plan, data);
      assertThat(persistentRdds()).filteredOn(id -> !rddsBefore.contains(id)).hasSize(1);
    }

    assertThat(ArrowMemory.allocatedBytes()).isEqualTo(before);
    assertThat(persistentRdds()).isSubsetOf(rddsBefore);
  }

  /** Numbers of the persistent RDDs, those of earlier tests among them that no one has freed. */
  private static Set<Object> persistentRdds() {
    return JavaConverters.setAsJavaSet(
        SharedSpark.session().sparkContext().getPersistentRDDs().keySet().toSet());
  }

  @Test
  void stopsWhenTheLossIsNotFinite() {
    TrainingPlan plan = plan(network(new Sgd(1e30), 0)).withEpochs(3).withAveragingFrequency(1);
    try (ShardedDataset data = TestData.shards(64, 2)) {
      assertThatThrownBy(() -> train(plan, data))
          .isInstanceOf(TrainingDivergedException.class)
          .hasMessageStartingWith(
              "Cannot continue training: the loss or the parameters are not finite in epoch 1");
    }
  }

  @Test
  void refusesLabelsThatDoNotFitTheOutputs() {
    NetworkSpec fiveOutputs =
        NetworkSpec.of(Networks.classifier(4, new int[0], "relu", 0, 5, new Sgd(0.1), SEED));
    try (ShardedDataset data = TestData.shards(10, 1)) {
      assertThatThrownBy(() -> train(plan(fiveOutputs), data))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "Cannot train network: its output layer gives 5 values per example, the labels have"
                  + " 3");
    }
  }

  @Test
  void refusesUnknownEngines() {
    TrainingPlan plan = plan(network(new Sgd(0.1), 0)).withEngine("tensorflow");
    try (ShardedDataset data = TestData.shards(10, 1)) {
      assertThatThrownBy(() -> train(plan, data))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Invalid engine: tensorflow (must be one of [auto, blas, dl4j])");
    }
  }
}
