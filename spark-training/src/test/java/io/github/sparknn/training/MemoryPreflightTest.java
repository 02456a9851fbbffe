package io.github.sparknn.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparknn.datasets.ShardedDataset;
import io.github.sparknn.testing.SharedSpark;
import io.github.sparknn.training.network.NetworkMemory;
import io.github.sparknn.training.network.NetworkSpec;
import io.github.sparknn.training.network.Networks;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.learning.config.Adam;

class MemoryPreflightTest {
  /** 4 x 10^8 weights, each with a gradient and two moments: 6 GiB a worker. */
  private static final NetworkSpec HUGE =
      NetworkSpec.of(
          Networks.classifier(4, new int[] {20_000, 20_000}, "relu", 0, 3, new Adam(0.001), 7));

  private static final NetworkSpec SMALL =
      NetworkSpec.of(Networks.classifier(4, new int[] {8}, "relu", 0, 3, new Adam(0.001), 7));

  private static void train(TrainingPlan plan) {
    try (ShardedDataset data = TestData.shards(32, 2)) {
      ParameterAveraging.train(plan, data, TrainingListener.NONE);
    }
  }

  @Test
  void refusesANetworkThatDoesNotFitOffHeap() {
    assertThatThrownBy(() -> train(TrainingPlan.of(HUGE).withEngine("dl4j")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching(
            "Cannot train: an executor needs 1[12]\\.\\d GiB off-heap \\(2 workers with network,"
                + " optimizer state and mini-batch of 16 examples, engine dl4j\\) and has"
                + " [\\d.]+ GiB \\(lower batchSize or raise -XX:MaxDirectMemorySize, or the heap,"
                + " from which its default comes\\)");
  }

  @Test
  void refusesANetworkThatDoesNotFitOnTheHeap() {
    assertThatThrownBy(() -> train(TrainingPlan.of(HUGE).withEngine("blas")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching(
            "Cannot train: an executor needs [\\d.]+ GiB of heap .* engine blas\\) and has [\\d.]+"
                + " GiB \\(lower batchSize or raise --driver-memory\\)");
  }

  /** Two states and one of each worker, averaged on the driver; the best epoch's. */
  @Test
  void countsTheBestEpochsStateOnTheDriver() {
    TrainingPlan plan =
        TrainingPlan.of(
            NetworkSpec.of(
                Networks.classifier(4, new int[] {8}, "relu", 0, 3, new Adam(0.001), 7)));
    long state = 3L * (4 * 8 + 8 + 8 * 3 + 3) * Float.BYTES;

    assertThat(onDriver(plan, false)).isEqualTo(4 * state);
    assertThat(onDriver(plan, true)).isEqualTo(5 * state);
  }

  private static long onDriver(TrainingPlan plan, boolean isValidated) {
    try (ShardedDataset data = TestData.shards(32, 2)) {
      TrainingPreflight.Rows rows =
          new TrainingPreflight.Rows(data.features(), data.labelSize(), 5, 32, isValidated);
      return TrainingPreflight.of(plan, rows, 2, null, SharedSpark.session().sparkContext())
          .memory()
          .stream()
          .filter(need -> need.where().equals("driver"))
          .findFirst()
          .orElseThrow()
          .needed();
    }
  }

  @Test
  void refusesAStateAboveSparksLimitOfResults() {
    TrainingPlan plan = TrainingPlan.of(SMALL).withEpochs(1).withSliceThreshold(0);
    SparkConf conf = SharedSpark.session().sparkContext().conf();
    conf.set(DriverLimits.MAX_RESULT_SIZE, "1m");
    try {
      assertThatThrownBy(() -> train(plan))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "Cannot train: a round's results take 2 MiB (one state of parameters and optimizer)"
                  + " and spark.driver.maxResultSize allows 1 MiB (raise --conf"
                  + " spark.driver.maxResultSize to at least 2m)");
      conf.set(DriverLimits.MAX_RESULT_SIZE, "2m");
      train(plan);
      conf.set(DriverLimits.MAX_RESULT_SIZE, "0");
      train(plan);
    } finally {
      conf.remove(DriverLimits.MAX_RESULT_SIZE);
    }
  }

  @Test
  void countsParametersGradientsAndOptimizerState() {
    NetworkSpec network =
        NetworkSpec.of(Networks.classifier(784, new int[] {128}, "relu", 0, 10, new Adam(0.1), 7));

    NetworkMemory memory = network.memory(new int[] {784}, 1).orElseThrow();

    assertThat(memory.stateBytes()).isEqualTo(3L * 101_770 * Float.BYTES);
    assertThat(memory.trainingBytes()).isBetween(4L * 101_770 * Float.BYTES, 1_640_000L);
  }
}
