package io.github.sparknn.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EpochOrderTest {
  @Test
  void isAPermutation() {
    int[] all = IntStream.range(0, 1000).toArray();
    assertThat(EpochOrder.draw(1000, 1, 2, 3).rows()).containsExactlyInAnyOrder(all);
    assertThat(EpochOrder.draw(1000, 1, 2, 3).rows()).isNotEqualTo(all);
    assertThat(EpochOrder.draw(0, 1, 2, 3).rows()).isEmpty();
  }

  @Test
  void dependsOnSeedEpochAndShardOnly() {
    int[] order = EpochOrder.draw(100, 1, 2, 3).rows();
    assertThat(EpochOrder.draw(100, 1, 2, 3).rows()).isEqualTo(order);
    assertThat(EpochOrder.draw(100, 2, 2, 3).rows()).isNotEqualTo(order);
    assertThat(EpochOrder.draw(100, 1, 3, 3).rows()).isNotEqualTo(order);
    assertThat(EpochOrder.draw(100, 1, 2, 4).rows()).isNotEqualTo(order);
    assertThat(EpochOrder.draw(100, 1, 3, 2).rows()).isNotEqualTo(order);
  }

  @Test
  void firstPlaceIsDrawnEvenly() {
    int[] counts = new int[4];
    for (int epoch = 0; epoch < 4000; epoch++) {
      counts[EpochOrder.draw(4, 0, epoch, 0).rows()[0]]++;
    }
    for (int count : counts) {
      assertThat(count).isBetween(880, 1120);
    }
  }
}
