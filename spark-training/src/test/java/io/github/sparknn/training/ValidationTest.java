package io.github.sparknn.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.sparknn.datasets.ShardedDataset;
import io.github.sparknn.datasets.TensorSpec;
import io.github.sparknn.training.dl4jspark.Dl4jSparkTraining;
import io.github.sparknn.training.network.NetworkSpec;
import io.github.sparknn.training.network.Networks;
import io.github.sparknn.training.report.EpochReport;
import io.github.sparknn.training.report.RoundTimes;
import io.github.sparknn.training.report.TrainingReport;
import io.github.sparknn.training.report.Validation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Sgd;

class ValidationTest {
  private static ShardedDataset data;
  private static ShardedDataset validationData;
  @TempDir Path folder;

  @BeforeAll
  static void shard() {
    data = TestData.shards(96, 2);
    validationData = TestData.shards(51, 2);
  }

  @AfterAll
  static void close() {
    data.close();
    validationData.close();
  }

  private static TrainingPlan plan(double learningRate) {
    return TrainingPlan.of(
            NetworkSpec.of(
                Networks.classifier(4, new int[] {8}, "relu", 0.2, 3, new Sgd(learningRate), 7)))
        .withEngine("dl4j")
        .withBatchSize(16)
        .withEpochs(6);
  }

  private static TrainedNetwork train(TrainingPlan plan) {
    return ParameterAveraging.train(plan, data, validationData, TrainingListener.NONE);
  }

  private static double bestLoss(TrainingReport report) {
    return report.epochs().stream().mapToDouble(e -> e.validation().loss()).min().orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"blas", "dl4j"})
  void measuresWhatDl4jMeasures(String engine) {
    TrainedNetwork trained = train(plan(0.3).withEpochs(1).withEngine(engine));

    MultiLayerNetwork network = (MultiLayerNetwork) trained.toDl4j();
    List<DataSet> batches =
        Dl4jSparkTraining.miniBatches(trained.network(), validationData, 1000, 0, 0).collect();
    DataSet all = DataSet.merge(batches);
    Evaluation evaluation = new Evaluation(3);
    evaluation.eval(all.getLabels(), network.output(all.getFeatures()));
    Validation validation = trained.report().epochs().get(0).validation();
    assertThat(validation.examples()).isEqualTo(51);
    assertThat(validation.loss()).isCloseTo(network.score(all, false), within(1e-6));
    assertThat(validation.accuracy()).isCloseTo(evaluation.accuracy(), within(1e-9));
  }

  /** Rows to train on and rows to validate on, for five workers. */
  @ParameterizedTest
  @CsvSource({"96, 3, blas", "96, 3, dl4j", "3, 51, blas", "3, 51, dl4j", "1, 1, dl4j"})
  void shardsWithoutRowsTakeNoPart(int rows, int validationRows, String engine) {
    try (ShardedDataset training = TestData.shards(rows, 5);
        ShardedDataset validation = TestData.shards(validationRows, 5);
        ShardedDataset together = TestData.shards(validationRows, 1)) {
      TrainedNetwork trained =
          ParameterAveraging.train(
              plan(0.1).withEpochs(2).withEngine(engine),
              training,
              validation,
              TrainingListener.NONE);

      EpochReport best = trained.report().epochs().get(trained.state().epoch() - 1);
      DataSet all = Dl4jSparkTraining.miniBatches(trained.network(), together, 1000, 0, 0).first();
      MultiLayerNetwork network = (MultiLayerNetwork) trained.toDl4j();
      assertThat(best.validation().examples()).isEqualTo(validationRows);
      assertThat(best.validation().loss()).isCloseTo(network.score(all, false), within(1e-6));
      assertThat(best.validation().accuracy()).isBetween(0.0, 1.0);
      assertThat(trained.report().epochs())
          .allSatisfy(
              epoch -> {
                assertThat(epoch.examples()).isEqualTo(rows);
                assertThat(epoch.loss()).isFinite();
                assertThat(epoch.balance()).isBetween(0.0, 1.0);
              });
      assertThat(trained.report().speedUp().factor()).isFinite();
    }
  }

  @Test
  void stopsWithoutImprovementAndReturnsTheBestEpoch() {
    // The first steps of such a rate leave the loss higher than where it began.
    TrainingPlan plan =
        plan(20)
            .withEpochs(50)
            .withEarlyStopping(new EarlyStopping("loss", 3, EarlyStopping.Result.BEST));

    TrainedNetwork trained = train(plan);

    List<EpochReport> epochs = trained.report().epochs();
    assertThat(epochs).hasSizeLessThan(50);
    int bestEpoch = trained.state().epoch();
    assertThat(epochs).hasSize(bestEpoch + 3);
    assertThat(trained.report().resultEpoch()).isEqualTo(bestEpoch);
    assertThat(epochs.get(bestEpoch - 1).validation().loss()).isEqualTo(bestLoss(trained.report()));
  }

  @Test
  void returnsTheLastEpochWhenAskedTo() {
    TrainingPlan plan =
        plan(0.1).withEarlyStopping(new EarlyStopping("loss", 0, EarlyStopping.Result.LAST));

    assertThat(train(plan).state().epoch()).isEqualTo(6);
  }

  @Test
  void validationDoesNotChangeTheTraining() {
    TrainingPlan plan =
        plan(0.1).withEarlyStopping(new EarlyStopping("accuracy", 0, EarlyStopping.Result.LAST));

    assertThat(train(plan).state().parameters())
        .isEqualTo(
            ParameterAveraging.train(plan, data, TrainingListener.NONE).state().parameters());
  }

  @Test
  void aResumedTrainingRemembersTheBestEpoch() {
    String directory = folder.resolve("checkpoints").toString();
    TrainingPlan plan =
        plan(20)
            .withEpochs(50)
            .withEarlyStopping(new EarlyStopping("loss", 3, EarlyStopping.Result.BEST));
    TrainedNetwork whole = train(plan);

    train(
        plan.withEpochs(whole.report().epochs().size() - 1)
            .withCheckpoints(new CheckpointPlan(directory, 0, 1, CheckpointPlan.Mode.START)));
    TrainedNetwork resumed =
        train(
            plan.withCheckpoints(new CheckpointPlan(directory, 0, 1, CheckpointPlan.Mode.RESUME)));

    assertThat(resumed.state().parameters()).isEqualTo(whole.state().parameters());
    assertThat(resumed.report().epochs())
        .extracting(EpochReport::validation)
        .isEqualTo(whole.report().epochs().stream().map(EpochReport::validation).toList());
  }

  private TrainingPlan checkpointed(TrainingPlan plan, CheckpointPlan.Mode mode) {
    String directory = folder.resolve("checkpoints").toString();
    return plan.withCheckpoints(new CheckpointPlan(directory, 0, 1, mode));
  }

  /** By accuracy the cost is -1 at best, which no loss ever is less than. */
  @Test
  void aResumedTrainingMeasuresTheBestEpochByItsOwnMetric() {
    TrainingPlan byAccuracy =
        plan(0.1).withEarlyStopping(new EarlyStopping("accuracy", 0, EarlyStopping.Result.BEST));
    TrainingPlan byLoss =
        plan(0.1)
            .withEpochs(12)
            .withEarlyStopping(new EarlyStopping("loss", 2, EarlyStopping.Result.BEST));
    train(checkpointed(byAccuracy, CheckpointPlan.Mode.START));

    TrainedNetwork resumed = train(checkpointed(byLoss, CheckpointPlan.Mode.RESUME));

    assertThat(resumed.report().epochs()).hasSize(12);
    assertThat(resumed.report().result().validation().loss()).isEqualTo(bestLoss(resumed.report()));
    assertThat(resumed.state().parameters()).isEqualTo(train(byLoss).state().parameters());
  }

  @Test
  void aTrainingResumedWithoutValidationDataForgetsTheBestEpochAndDoesNotStop() {
    // As above, the first epoch stays the best for a while.
    TrainingPlan plan =
        plan(20).withEarlyStopping(new EarlyStopping("loss", 3, EarlyStopping.Result.BEST));
    int validated =
        train(checkpointed(plan.withEpochs(50), CheckpointPlan.Mode.START))
            .report()
            .epochs()
            .size();

    TrainedNetwork resumed =
        ParameterAveraging.train(
            checkpointed(plan.withEpochs(validated + 2), CheckpointPlan.Mode.RESUME),
            data,
            TrainingListener.NONE);

    assertThat(resumed.report().epochs()).hasSize(validated + 2);
    assertThat(resumed.report().resultEpoch()).isEqualTo(validated + 2);
    assertThat(resumed.state().epoch()).isEqualTo(validated + 2);
  }

  @Test
  void patienceCountsValidatedEpochsAfterTheBestOfAll() {
    EarlyStopping two = new EarlyStopping("loss", 2, EarlyStopping.Result.BEST);
    List<EpochReport> history = new ArrayList<>();
    assertThat(two.bestEpoch(history)).isZero();
    assertThat(two.isExhausted(history)).isFalse();
    history.add(epoch(1, new Validation(0.5, 0.9, 10)));
    history.add(epoch(2, new Validation(0.4, 0.8, 10)));
    history.add(epoch(3, new Validation(0.4, 0.8, 10)));
    history.add(epoch(4, null));
    history.add(epoch(5, null));

    assertThat(two.bestEpoch(history)).isEqualTo(2);
    assertThat(two.isExhausted(history)).isFalse();
    history.add(epoch(6, new Validation(0.6, 0.8, 10)));
    assertThat(two.isExhausted(history)).isTrue();
    EarlyStopping byAccuracy = new EarlyStopping("accuracy", 4, EarlyStopping.Result.BEST);
    assertThat(byAccuracy.bestEpoch(history)).isEqualTo(1);
    assertThat(byAccuracy.isExhausted(history)).isFalse();
  }

  private static EpochReport epoch(int epoch, Validation validation) {
    return new EpochReport(epoch, 1, 10, 1, 1, "set", RoundTimes.ZERO, List.of(), validation);
  }

  @Test
  void refusesValidationDataOfAnotherShape() {
    try (ShardedDataset threeShards = TestData.shards(9, 3)) {
      assertThatThrownBy(
              () -> ParameterAveraging.train(plan(0.1), data, threeShards, TrainingListener.NONE))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "Cannot validate: the validation data have 3 shards, 4 features and 3 labels (must be"
                  + " 2, 4 and 3 as in the training data)");
    }
  }

  @Test
  void refusesUnknownMetrics() {
    assertThatThrownBy(() -> new EarlyStopping("auc", 0, EarlyStopping.Result.BEST))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid validationMetric: auc (must be one of [accuracy, loss])");
  }

  @Test
  void labelsThatAreNoClassesHaveALossButNoAccuracy() {
    TensorSpec features = data.features();
    try (ShardedDataset numbers =
        ShardedDataset.builder(TestData.table(60))
            .features(features)
            .labels(features)
            .workers(2)
            .build()) {
      TrainingPlan plan =
          TrainingPlan.of(
                  NetworkSpec.of(
                      Networks.regressor(4, new int[] {3}, "tanh", 0, 4, "mse", new Sgd(0.1), 7)))
              .withEpochs(1);

      TrainedNetwork trained =
          ParameterAveraging.train(plan, numbers, numbers, TrainingListener.NONE);

      Validation validation = trained.report().result().validation();
      assertThat(validation.hasAccuracy()).isFalse();
      assertThat(validation.loss()).isPositive();
      TrainingPlan byAccuracy =
          plan.withEarlyStopping(new EarlyStopping("accuracy", 0, EarlyStopping.Result.BEST));
      assertThatThrownBy(
              () -> ParameterAveraging.train(byAccuracy, numbers, numbers, TrainingListener.NONE))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "Cannot validate by accuracy: the labels are no classes (validationMetric must be"
                  + " loss)");
    }
  }
}
