package io.github.sparknn.estimators;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.serializer.KryoSerializer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RepeatabilityIT {
  @TempDir Path folder;

  static NeuralNetworkClassifier classifier() {
    return TestTables.classifier().setEpochs(3).setDropout(0.2).setAveragingFrequency(2);
  }

  @ParameterizedTest
  @ValueSource(classes = {JavaSerializer.class, KryoSerializer.class})
  void executorsInOtherProcessesGiveTheSameBitsAsLocalMode(Class<?> serializer) throws Exception {
    String path = folder.resolve("model").toString();

    ForkedJvm.run(
        folder, LocalClusterTraining.class, "local-cluster[2,1,2048]", path, serializer.getName());

    float[] local = classifier().fit(TestTables.halves(500)).parameters();
    assertThat(NeuralNetworkClassificationModel.load(path).parameters()).isEqualTo(local);
  }
}
