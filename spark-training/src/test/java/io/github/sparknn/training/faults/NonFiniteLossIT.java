package io.github.sparknn.training.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparknn.datasets.ArrowMemory;
import io.github.sparknn.datasets.ShardedDataset;
import io.github.sparknn.testing.SharedSpark;
import io.github.sparknn.training.CheckpointPlan;
import io.github.sparknn.training.TrainingDivergedException;
import io.github.sparknn.training.TrainingPlan;
import io.github.sparknn.training.network.NetworkSpec;
import io.github.sparknn.training.network.Networks;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.learning.config.Sgd;

@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NonFiniteLossIT {
  @TempDir Path folder;

  @AfterEach
  void heal() {
    DivergingSchedule.poison(-1);
  }

  private TrainingPlan plan(CheckpointPlan.Mode mode) {
    TrainingPlan plan = Trainings.plan(folder.resolve("checkpoints"), mode);
    NetworkSpec network =
        NetworkSpec.of(
            Networks.classifier(
                4, new int[] {8}, "relu", 0.3, 3, new Sgd(new DivergingSchedule()), 7));
    return TrainingPlan.of(network)
        .withEngine(plan.engine())
        .withEpochs(plan.epochs())
        .withBatchSize(plan.batchSize())
        .withAveragingFrequency(plan.averagingFrequency())
        .withAveraging(plan.averaging())
        .withSeed(plan.seed())
        .withCheckpoints(plan.checkpoints());
  }

  private void trainingFailsAndResumesWithTheBitsOfAHealthyOne(int poisonedIteration) {
    long allocated = ArrowMemory.allocatedBytes();
    try (ShardedDataset data = Trainings.shards(SharedSpark.session())) {
      TrainingPlan healthy = plan(CheckpointPlan.Mode.START).withCheckpoints(CheckpointPlan.NONE);
      float[] expected = Trainings.train(healthy, data).state().parameters();

      DivergingSchedule.poison(poisonedIteration);
      assertThatThrownBy(() -> Trainings.train(plan(CheckpointPlan.Mode.START), data))
          .isInstanceOf(TrainingDivergedException.class)
          .hasMessageStartingWith(
              "Cannot continue training: the loss or the parameters are not finite in epoch 1");
      DivergingSchedule.poison(-1);

      assertThat(Trainings.train(plan(CheckpointPlan.Mode.RESUME), data).state().parameters())
          .isEqualTo(expected);
    }
    assertThat(ArrowMemory.allocatedBytes()).isEqualTo(allocated);
  }

  @Test
  void theLastCheckpointIsIntactWhenTheLossOfARoundIsNotFinite() {
    trainingFailsAndResumesWithTheBitsOfAHealthyOne(6);
  }
}
