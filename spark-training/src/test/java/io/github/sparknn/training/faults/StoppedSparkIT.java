package io.github.sparknn.training.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StoppedSparkIT {
  @TempDir Path folder;

  @Test
  void aStoppedContextEndsTheTrainingAndFreesTheMemory() throws Exception {
    new ForkedJvm(folder, InjuredTraining.class)
        .run(0, Duration.ofMinutes(2), "local[2]", InjuredTraining.Injury.STOP_SPARK.name());

    Outcome outcome = Outcome.read(folder);
    assertThat(outcome.errors())
        .anySatisfy(e -> assertThat(e).contains("SparkContext has been shutdown"));
    assertThat(outcome.leftovers()).containsOnly(Leftovers.NONE);
  }
}
