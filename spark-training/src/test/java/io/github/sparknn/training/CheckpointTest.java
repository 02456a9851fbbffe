package io.github.sparknn.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparknn.datasets.ShardedDataset;
import io.github.sparknn.training.network.LearningRateSchedule;
import io.github.sparknn.training.network.NetworkSpec;
import io.github.sparknn.training.network.Networks;
import io.github.sparknn.training.report.EpochReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;

class CheckpointTest {
  private static ShardedDataset data;
  @TempDir Path folder;
  private String directory;

  @BeforeAll
  static void shard() {
    data = TestData.shards(96, 2);
  }

  @AfterAll
  static void close() {
    data.close();
  }

  @BeforeEach
  void choose() {
    directory = folder.resolve("checkpoints").toString();
  }

  /** Three epochs of three rounds, with dropout. */
  private TrainingPlan plan() {
    return TrainingPlan.of(
            NetworkSpec.of(
                Networks.classifier(4, new int[] {8}, "relu", 0.3, 3, new Adam(0.02), 7)))
        .withEngine("dl4j")
        .withSeed(11)
        .withBatchSize(16)
        .withEpochs(3)
        .withAveragingFrequency(1);
  }

  private TrainingPlan saving(int interval, CheckpointPlan.Mode mode) {
    return plan().withCheckpoints(new CheckpointPlan(directory, interval, 2, mode));
  }

  private static TrainedNetwork train(TrainingPlan plan) {
    return ParameterAveraging.train(plan, data, TrainingListener.NONE);
  }

  /** Trains until the driver gives up after that many rounds. */
  private static void trainUntil(int rounds, TrainingPlan plan) {
    TrainingListener failing =
        new TrainingListener() {
          @Override
          public void roundFinished(TrainingProgress progress) {
            if (progress.round() > rounds) {
              throw new IllegalStateException("power cut");
            }
          }
        };
    assertThatThrownBy(() -> ParameterAveraging.train(plan, data, failing)).hasMessage("power cut");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(directory))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.endsWith(".crc"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mean", "nesterov", "slowmo"})
  void resumedTrainingGivesTheBitsOfUninterruptedTraining(String averaging) {
    TrainedNetwork whole = train(plan().withAveraging(averaging));

    trainUntil(5, saving(1, CheckpointPlan.Mode.START).withAveraging(averaging));
    TrainedNetwork resumed = train(saving(1, CheckpointPlan.Mode.RESUME).withAveraging(averaging));

    assertThat(resumed.state().parameters()).isEqualTo(whole.state().parameters());
    assertThat(resumed.state().optimizerState()).isEqualTo(whole.state().optimizerState());
    assertThat(resumed.state().iteration()).isEqualTo(whole.state().iteration());
    assertThat(resumed.report().epochs())
        .extracting(EpochReport::loss)
        .isEqualTo(whole.report().epochs().stream().map(EpochReport::loss).toList());
  }

  @Test
  void outerOptimizersDiffer() {
    float[] mean = train(plan()).state().parameters();

    assertThat(train(plan().withAveraging("nesterov")).state().parameters()).isNotEqualTo(mean);
    assertThat(train(plan().withAveraging("slowmo")).state().parameters()).isNotEqualTo(mean);
  }

  @Test
  void keepsTheNewestAndSavesEachEpochByDefault() throws IOException {
    train(saving(0, CheckpointPlan.Mode.START));

    assertThat(names()).containsExactly("checkpoint-000000006.bin", "checkpoint-000000009.bin");
  }

  @Test
  void moreEpochsGoOnFromAFinishedTraining() {
    float[] whole = train(plan().withEpochs(4)).state().parameters();

    train(saving(0, CheckpointPlan.Mode.START));

    assertThat(train(saving(0, CheckpointPlan.Mode.RESUME).withEpochs(4)).state().parameters())
        .isEqualTo(whole);
  }

  @Test
  void skipsDamagedAndHalfWrittenCheckpoints() throws IOException {
    float[] whole = train(plan()).state().parameters();
    trainUntil(5, saving(1, CheckpointPlan.Mode.START));
    Path newest = Path.of(directory, "checkpoint-000000005.bin");
    byte[] bytes = Files.readAllBytes(newest);
    Files.delete(Path.of(directory, ".checkpoint-000000005.bin.crc"));
    Files.write(newest, Arrays.copyOf(bytes, bytes.length - 20));
    Files.write(Path.of(directory, ".checkpoint-000000006.bin.tmp"), new byte[] {1, 2, 3});

    TrainedNetwork resumed = train(saving(1, CheckpointPlan.Mode.RESUME));

    assertThat(resumed.state().parameters()).isEqualTo(whole);
    assertThat(names()).containsExactly("checkpoint-000000008.bin", "checkpoint-000000009.bin");
  }

  @Test
  void refusesAFolderThatHoldsCheckpointsUnlessResuming() {
    train(saving(0, CheckpointPlan.Mode.START));

    assertThatThrownBy(() -> train(saving(0, CheckpointPlan.Mode.START)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot start training: checkpointDir "
                + directory
                + " holds checkpoints (set resume to go on from them, or choose another folder)");
  }

  @Test
  void refusesToResumeAnotherTraining() {
    train(saving(0, CheckpointPlan.Mode.START));

    assertThatThrownBy(() -> train(saving(0, CheckpointPlan.Mode.RESUME).withBatchSize(32)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "Cannot resume from checkpointDir " + directory + ": its training differs")
        .hasMessageContaining("batch size 16")
        .hasMessageContaining("batch size 32")
        .hasMessageEndingWith(" 96 rows)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"cosine", "warmup+cosine"})
  void tellsThatAScheduleOverTheEpochsMakesAnotherNetwork(String schedule) {
    train(scheduled(schedule, 2, CheckpointPlan.Mode.START));

    assertThatThrownBy(() -> train(scheduled(schedule, 3, CheckpointPlan.Mode.RESUME)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "Cannot resume from checkpointDir " + directory + ": its training differs")
        .hasMessageEndingWith(
            " 96 rows); the network holds a learning rate for each epoch, as schedules cosine and"
                + " warmup+cosine give it (epochs must be the same as before)");
  }

  @Test
  void aScheduleOfStepsGoesOnWithMoreEpochs() {
    train(scheduled("step", 2, CheckpointPlan.Mode.START));

    assertThat(train(scheduled("step", 3, CheckpointPlan.Mode.RESUME)).report().epochs())
        .hasSize(3);
  }

  private TrainingPlan scheduled(String schedule, int epochs, CheckpointPlan.Mode mode) {
    IUpdater optimizer =
        new LearningRateSchedule(schedule, epochs, 1, 1, 0.5).applyTo(new Sgd(0.1), 0.1);
    return TrainingPlan.of(
            NetworkSpec.of(Networks.classifier(4, new int[] {8}, "relu", 0, 3, optimizer, 7)))
        .withBatchSize(16)
        .withEpochs(epochs)
        .withCheckpoints(new CheckpointPlan(directory, 0, 2, mode));
  }

  @Test
  void namesAFolderThatCannotBeWritten() throws IOException {
    Files.writeString(Path.of(directory), "a file in the way");

    assertThatThrownBy(() -> train(saving(0, CheckpointPlan.Mode.START)))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith("Cannot use checkpoint folder " + directory + ": ");
  }
}
