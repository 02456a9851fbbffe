package io.github.sparknn.training.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CacheWithoutRoomIT {
  @TempDir Path folder;

  @Test
  void shardsAndReplicasThatFindNoRoomInTheCacheLeaveNothing() throws Exception {
    new ForkedJvm(folder, InjuredTraining.class)
        .withFlags("-Dspark.memory.fraction=0.001")
        .run(0, Duration.ofMinutes(2), "local[2]", InjuredTraining.Injury.NONE.name());

    Outcome outcome = Outcome.read(folder);
    assertThat(outcome.errors()).isEmpty();
    assertThat(outcome.parameters()).isEqualTo(Trainings.undisturbed());
    assertThat(outcome.leftovers()).containsOnly(Leftovers.NONE);
  }
}
