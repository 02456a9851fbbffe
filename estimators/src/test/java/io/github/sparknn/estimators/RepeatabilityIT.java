package io.github.sparknn.estimators;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepeatabilityIT {
  @TempDir Path folder;

  static NeuralNetworkClassifier classifier() {
    return TestTables.classifier().setEpochs(3).setDropout(0.2).setAveragingFrequency(2);
  }

  /** By Kryo; Spark's default serializer is what the other tests on clusters have. */
  @Test
  void executorsInOtherProcessesGiveTheSameBitsAsLocalMode() throws Exception {
    String path = folder.resolve("model").toString();

    ForkedJvm.run(folder, LocalClusterTraining.class, "local-cluster[2,1,2048]", path);

    float[] local = classifier().fit(TestTables.halves(500)).parameters();
    assertThat(NeuralNetworkClassificationModel.load(path).parameters()).isEqualTo(local);
  }
}
