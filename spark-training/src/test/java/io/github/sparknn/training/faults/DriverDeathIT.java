package io.github.sparknn.training.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparknn.datasets.ShardedDataset;
import io.github.sparknn.testing.SharedSpark;
import io.github.sparknn.training.CheckpointPlan;
import io.github.sparknn.training.ParameterAveraging;
import io.github.sparknn.training.TrainedNetwork;
import io.github.sparknn.training.TrainingListener;
import io.github.sparknn.training.TrainingProgress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DriverDeathIT {
  private static final int KILLED = 137;

  @TempDir Path folder;

  @Test
  void anotherProcessResumesWithTheSameBitsAndTheExecutorsEnd() throws Exception {
    new ForkedJvm(folder, InjuredTraining.class)
        .run(
            KILLED,
            Duration.ofMinutes(2),
            Clusters.ONE_HOST,
            InjuredTraining.Injury.KILL_DRIVER.name());

    List<Integer> rounds = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void roundFinished(TrainingProgress progress) {
            rounds.add(progress.round());
          }
        };
    TrainedNetwork resumed;
    try (ShardedDataset data = Trainings.shards(SharedSpark.session())) {
      resumed =
          ParameterAveraging.train(
              Trainings.plan(folder.resolve("checkpoints"), CheckpointPlan.Mode.RESUME),
              data,
              listener);
    }

    assertThat(rounds).as("round 5 was not saved").containsExactly(5, 6, 7, 8, 9, 10);
    assertThat(resumed.state().parameters()).isEqualTo(Trainings.undisturbed());
    assertThat(resumed.report().epochs()).hasSize(2);
    List<String> executors = Files.readAllLines(folder.resolve("executors"));
    assertThat(executors).hasSize(2);
    for (String executor : executors) {
      Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(executor));
      if (process.isPresent()) {
        process.get().onExit().get(1, TimeUnit.MINUTES);
      }
    }
  }
}
