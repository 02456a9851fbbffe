package io.github.sparknn.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparknn.datasets.MiniBatch;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

class WorkloadDataTest {

  @Test
  void imagesFollowTheirIdsAndHaveOneHotLabels() {
    SyntheticImages images = new SyntheticImages(3 * 32 * 32);
    try (WorkloadData data = WorkloadData.create(Workload.CIFAR, 2)) {
      MiniBatch second = data.batches().get(1);
      assertThat(second.features().shape()).containsExactly(64, 3, 32, 32);
      assertThat(second.features().slice(1).reshape(3072).toFloatVector())
          .isEqualTo(images.features(65));
      assertThat(second.labels().getRow(1).argMax().getInt(0)).isEqualTo(images.label(65));
      assertThat(second.labels().sumNumber().doubleValue()).isEqualTo(64);
    }
  }

  @Test
  void rowsAreLabelledByTheSignsOfTheirFirstTwoNumbers() {
    try (WorkloadData data = WorkloadData.create(Workload.TABLE, 1)) {
      INDArray features = data.batches().get(0).features();
      INDArray labels = data.batches().get(0).labels();
      for (int row = 0; row < 10; row++) {
        boolean sameSign = features.getDouble(row, 0) * features.getDouble(row, 1) > 0;
        assertThat(labels.getDouble(row, 0)).isEqualTo(sameSign ? 1 : 0);
      }
      assertThat(labels.meanNumber().doubleValue()).isBetween(0.4, 0.6);
    }
  }

  @Test
  void writesRowAfterRow(@TempDir Path folder) throws Exception {
    try (WorkloadData data = WorkloadData.create(Workload.TABLE, 2)) {
      data.write(folder);

      FloatBuffer features = floats(folder.resolve("features"));
      FloatBuffer labels = floats(folder.resolve("labels"));
      assertThat(features.limit()).isEqualTo(2 * 1024 * 28);
      assertThat(labels.limit()).isEqualTo(2 * 1024);
      MiniBatch second = data.batches().get(1);
      assertThat(features.get((1024 + 3) * 28 + 5)).isEqualTo(second.features().getFloat(3, 5));
      assertThat(labels.get(1024 + 3)).isEqualTo(second.labels().getFloat(3, 0));
    }
  }

  private static FloatBuffer floats(Path file) throws Exception {
    return ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
  }
}
