package io.github.sparknn.training.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TaskFailureIT {
  @TempDir Path folder;

  private Outcome train(Fault fault) throws Exception {
    new ForkedJvm(folder, InjuredTraining.class)
        .withFlags(fault.flags(folder))
        .run(0, Duration.ofMinutes(2), "local[2,4]", InjuredTraining.Injury.NONE.name());
    return Outcome.read(folder);
  }

  @Test
  void aRetriedTaskGivesTheSameBits() throws Exception {
    Outcome outcome = train(Fault.EXCEPTION);

    assertThat(outcome.failedTasks()).isEqualTo(1);
    assertThat(outcome.errors()).isEmpty();
    assertThat(outcome.parameters()).isEqualTo(Trainings.undisturbed());
    assertThat(outcome.leftovers()).containsOnly(Leftovers.NONE);
  }

  @Test
  void aTaskThatAlwaysFailsEndsTheTrainingWithItsMessageAndLeavesNothing() throws Exception {
    Outcome outcome = train(Fault.EXCEPTION_ALWAYS);

    assertThat(outcome.failedTasks()).isEqualTo(4);
    assertThat(outcome.errors()).anySatisfy(error -> assertThat(error).contains(Fault.MESSAGE));
    assertThat(outcome.leftovers()).containsOnly(Leftovers.NONE);
  }
}
