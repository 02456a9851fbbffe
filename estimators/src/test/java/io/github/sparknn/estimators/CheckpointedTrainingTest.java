package io.github.sparknn.estimators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointedTrainingTest {
  @TempDir Path folder;

  private static NeuralNetworkClassifier classifier() {
    return TestTables.classifier().setEpochs(2).setAveraging("nesterov").setDropout(0.2);
  }

  @Test
  void resumingAFinishedTrainingWithMoreEpochsGivesTheSameBits() {
    float[] whole = classifier().setEpochs(3).fit(TestTables.halves(200)).parameters();
    String checkpoints = folder.resolve("checkpoints").toString();

    classifier().setCheckpointDir(checkpoints).fit(TestTables.halves(200));
    NeuralNetworkClassificationModel resumed =
        classifier()
            .setEpochs(3)
            .setCheckpointDir(checkpoints)
            .setResume(true)
            .fit(TestTables.halves(200));

    assertThat(resumed.parameters()).isEqualTo(whole);
    assertThat(resumed.report().orElseThrow().epochs()).hasSize(3);
  }

  @Test
  void refusesResumeWithoutAFolderAndUnknownAveraging() {
    assertThatThrownBy(() -> classifier().setResume(true).fit(TestTables.halves(20)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid resume: true (must go with a checkpointDir)");
    assertThatThrownBy(() -> classifier().setAveraging("median").fit(TestTables.halves(20)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid averaging: median (must be one of [mean, nesterov, slowmo])");
  }
}
