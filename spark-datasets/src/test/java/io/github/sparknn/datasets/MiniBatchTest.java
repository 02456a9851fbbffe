package io.github.sparknn.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.spark.unsafe.Platform;
import org.junit.jupiter.api.Test;

class MiniBatchTest {
  @Test
  void arraysShareTheBuffersMemory() {
    try (MiniBatch batch = MiniBatch.allocate(2, new int[] {1, 2, 3}, 4)) {
      batch.setRows(2);
      assertThat(batch.features().shape()).containsExactly(2, 1, 2, 3);
      assertThat(batch.features().ordering()).isEqualTo('c');
      assertThat(batch.features().sumNumber().floatValue()).isZero();
      Platform.putFloat(null, batch.featuresAddress() + 11 * 4L, 5f);
      assertThat(batch.features().getFloat(1, 0, 1, 2)).isEqualTo(5f);
      batch.labels().putScalar(1, 3, 7f);
      assertThat(Platform.getFloat(null, batch.labelsAddress() + 7 * 4L)).isEqualTo(7f);
      assertThat(batch.features().mul(2).getFloat(1, 0, 1, 2)).isEqualTo(10f);
    }
  }

  @Test
  void aSmallerBatchHasItsOwnShapeOverTheSameMemory() {
    try (MiniBatch batch = MiniBatch.allocate(3, new int[] {2}, 0)) {
      batch.setRows(3);
      Platform.putFloat(null, batch.featuresAddress() + 4, 1f);
      var full = batch.features();
      batch.setRows(2);
      var part = batch.features();
      assertThat(part.shape()).containsExactly(2, 2);
      assertThat(part.getFloat(0, 1)).isEqualTo(1f);
      assertThat(batch.features()).isSameAs(part);
      batch.setRows(3);
      assertThat(batch.features()).isSameAs(full);
    }
  }

  @Test
  void closeFreesTheMemoryAndRefusesUse() {
    long before = ArrowMemory.allocatedBytes();
    MiniBatch batch = MiniBatch.allocate(100, new int[] {28, 28}, 10);
    assertThat(ArrowMemory.allocatedBytes()).isGreaterThan(before + 100 * 794 * 4 - 1);
    batch.close();
    batch.close();
    assertThat(ArrowMemory.allocatedBytes()).isEqualTo(before);
    assertThatThrownBy(batch::featuresAddress)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Cannot read the mini-batch: it is closed");
  }

  @Test
  void whatIsNotThereIsRefused() {
    try (MiniBatch batch = MiniBatch.allocate(2, new int[] {3}, 0)) {
      assertThatThrownBy(batch::features)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("Cannot read the mini-batch: it holds no rows");
      assertThatThrownBy(batch::labels)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("Cannot read labels: the mini-batch has none");
      assertThatThrownBy(() -> batch.setRows(3))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Invalid rows: 3 (must be in 0..2)");
    }
    assertThatThrownBy(() -> MiniBatch.allocate(0, new int[] {3}, 1))
        .hasMessage("Invalid capacity: 0 (must be at least 1)");
    assertThatThrownBy(() -> MiniBatch.allocate(1, new int[] {3}, -1))
        .hasMessage("Invalid labelSize: -1 (must not be negative)");
    assertThatThrownBy(() -> MiniBatch.allocate(1, new int[0], 1))
        .hasMessage("Invalid featureShape: [] (must be positive dimensions)");
  }
}
