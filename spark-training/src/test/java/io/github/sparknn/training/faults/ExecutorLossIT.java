package io.github.sparknn.training.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ExecutorLossIT {
  @TempDir Path folder;

  private Outcome train(Fault fault, InjuredTraining.Injury injury) throws Exception {
    new ForkedJvm(folder, InjuredTraining.class)
        .withFlags(fault.flags(folder))
        .run(0, Duration.ofMinutes(2), Clusters.ONE_HOST, injury.name());
    return Outcome.read(folder);
  }

  @Test
  void anExecutorKilledBetweenRoundsLeavesTheBitsAsTheyAre() throws Exception {
    Outcome outcome = train(Fault.NONE, InjuredTraining.Injury.KILL_EXECUTOR);

    assertThat(outcome.lostExecutors()).isEqualTo(1);
    assertThat(outcome.errors()).isEmpty();
    assertThat(outcome.parameters()).isEqualTo(Trainings.undisturbed());
    assertThat(outcome.leftovers()).hasSize(3).containsOnly(Leftovers.NONE);
  }

  @Test
  void anExecutorThatDiesInAStepLeavesTheBitsAsTheyAre() throws Exception {
    Outcome outcome = train(Fault.DEATH, InjuredTraining.Injury.NONE);

    assertThat(outcome.lostExecutors()).isEqualTo(1);
    assertThat(outcome.failedTasks()).isPositive();
    assertThat(outcome.errors()).isEmpty();
    assertThat(outcome.parameters()).isEqualTo(Trainings.undisturbed());
    assertThat(outcome.leftovers()).hasSize(3).containsOnly(Leftovers.NONE);
  }
}
