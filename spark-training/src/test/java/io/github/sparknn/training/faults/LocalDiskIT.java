package io.github.sparknn.training.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LocalDiskIT {
  @TempDir Path folder;

  @Test
  void aLocalFolderThatIsGoneEndsTheTraining() throws Exception {
    new ForkedJvm(folder, InjuredTraining.class)
        .run(0, Duration.ofMinutes(2), "local[2]", InjuredTraining.Injury.NO_LOCAL_DISK.name());

    Outcome outcome = Outcome.read(folder);
    assertThat(outcome.errors()).anySatisfy(e -> assertThat(e).contains("Not a directory"));
    assertThat(outcome.leftovers()).containsOnly(Leftovers.NONE);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aFullDiskEndsTheTrainingAndTheSpillFilesAreGone() throws Exception {
    new ForkedJvm(folder, FullDisk.class).withFileSizeLimit(4 << 20).run(0, Duration.ofMinutes(2));

    Outcome outcome = Outcome.read(folder);
    assertThat(outcome.errors())
        .anySatisfy(e -> assertThat(e).contains("Cannot write shard"))
        .anySatisfy(e -> assertThat(e).contains("File too large"));
    assertThat(outcome.leftovers()).containsOnly(Leftovers.NONE);
  }
}
