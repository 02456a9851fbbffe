package io.github.sparknn.training.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparknn.datasets.ShardedDataset;
import io.github.sparknn.testing.SharedSpark;
import io.github.sparknn.training.CheckpointPlan;
import io.github.sparknn.training.ParameterAveraging;
import io.github.sparknn.training.TrainedNetwork;
import io.github.sparknn.training.TrainingListener;
import io.github.sparknn.training.TrainingProgress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HdfsCheckpointIT {
  private static final int KILLED = 137;

  @TempDir Path folder;

  @Test
  void aDriverKilledWhileItSavesIsResumedFromTheCheckpointBefore() throws Exception {
    try (MiniDFSCluster hdfs =
        new MiniDFSCluster.Builder(new Configuration(), folder.resolve("hdfs").toFile())
            .numDataNodes(1)
            .build()) {
      String checkpoints = hdfs.getURI() + "/trainings/checkpoints";
      new ForkedJvm(folder, DeathWhileSaving.class).run(KILLED, Duration.ofMinutes(2), checkpoints);
      assertThat(names(hdfs, checkpoints))
          .containsExactly(
              DeathWhileSaving.VICTIM,
              "checkpoint-000000002.bin",
              "checkpoint-000000003.bin",
              "checkpoint-000000004.bin");

      List<Integer> rounds = new ArrayList<>();
      TrainedNetwork resumed = resume(checkpoints, rounds);

      assertThat(rounds).containsExactly(5, 6, 7, 8, 9, 10);
      assertThat(resumed.state().parameters()).isEqualTo(Trainings.undisturbed());
      assertThat(names(hdfs, checkpoints))
          .containsExactly(
              "checkpoint-000000008.bin", "checkpoint-000000009.bin", "checkpoint-000000010.bin");
    }
  }

  private static TrainedNetwork resume(String checkpoints, List<Integer> rounds) {
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void roundFinished(TrainingProgress progress) {
            rounds.add(progress.round());
          }
        };
    try (ShardedDataset data = Trainings.shards(SharedSpark.session())) {
      return ParameterAveraging.train(
          Trainings.plan(checkpoints, CheckpointPlan.Mode.RESUME), data, listener);
    }
  }

  private static List<String> names(MiniDFSCluster hdfs, String folder) throws IOException {
    FileStatus[] files = hdfs.getFileSystem().listStatus(new org.apache.hadoop.fs.Path(folder));
    return Arrays.stream(files).map(file -> file.getPath().getName()).sorted().toList();
  }
}
