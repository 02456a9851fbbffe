package io.github.sparknn.training.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparknn.datasets.ArrowMemory;
import io.github.sparknn.datasets.ShardedDataset;
import io.github.sparknn.testing.SharedSpark;
import io.github.sparknn.training.CheckpointPlan;
import io.github.sparknn.training.ParameterAveraging;
import io.github.sparknn.training.TrainingListener;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CheckpointFolderIT {
  @TempDir Path folder;

  /** Fails in the save after round 4, heals the folder, and resumes. */
  private void failsAndResumes(Trainings.Action injury, Trainings.Action cure) throws Exception {
    Path checkpoints = folder.resolve("checkpoints");
    long allocated = ArrowMemory.allocatedBytes();
    try (ShardedDataset data = Trainings.shards(SharedSpark.session())) {
      TrainingListener listener = Trainings.after(4, injury);
      assertThatThrownBy(
              () ->
                  ParameterAveraging.train(
                      Trainings.plan(checkpoints, CheckpointPlan.Mode.START), data, listener))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageStartingWith("Cannot use checkpoint folder " + checkpoints + ": ");
      assertThat(SharedSpark.session().sparkContext().getPersistentRDDs().size()).isEqualTo(1);

      cure.run();
      assertThat(
              Trainings.train(Trainings.plan(checkpoints, CheckpointPlan.Mode.RESUME), data)
                  .state()
                  .parameters())
          .isEqualTo(Trainings.undisturbed());
    }
    assertThat(ArrowMemory.allocatedBytes()).isEqualTo(allocated);
  }

  @Test
  void aFileInTheFoldersPlaceEndsTheTrainingAndTheCheckpointsGoOnOnceBack() throws Exception {
    Path checkpoints = folder.resolve("checkpoints");
    Path aside = folder.resolve("aside");
    failsAndResumes(
        () -> {
          Files.move(checkpoints, aside);
          Files.writeString(checkpoints, "in the way");
        },
        () -> {
          Files.delete(checkpoints);
          Files.move(aside, checkpoints);
        });
  }

  @Test
  void aFolderInTheTemporaryFilesPlaceEndsTheTraining() throws Exception {
    Path inTheWay = folder.resolve("checkpoints/.checkpoint-000000004.bin.tmp");
    failsAndResumes(
        () -> Files.createFile(Files.createDirectories(inTheWay).resolve("content")),
        () -> {
          Files.delete(inTheWay.resolve("content"));
          Files.delete(inTheWay);
        });
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aFullDiskEndsTheTrainingAndTheHalfWrittenFileIsGone() throws Exception {
    Path temporary = folder.resolve("checkpoints/.checkpoint-000000004.bin.tmp");
    failsAndResumes(
        () -> Files.createSymbolicLink(temporary, Path.of("/dev/full")),
        () -> assertThat(Files.exists(temporary, LinkOption.NOFOLLOW_LINKS)).isFalse());
  }

  @Test
  void aFolderInTheCheckpointsPlaceEndsTheTrainingAndIsSkipped() throws Exception {
    Path inTheWay = folder.resolve("checkpoints/checkpoint-000000004.bin");
    failsAndResumes(
        () -> Files.createFile(Files.createDirectories(inTheWay).resolve("content")),
        () -> Files.delete(inTheWay.resolve("content")));
  }
}
