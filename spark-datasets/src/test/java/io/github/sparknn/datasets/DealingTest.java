package io.github.sparknn.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DealingTest {
  private static final int[][] CASES = {{1, 1}, {10, 3}, {9, 3}, {2, 5}, {1000, 7}};

  @Test
  void shardsHoldAsManyRowsAsDeclared() {
    for (int[] c : CASES) {
      for (Dealing dealing :
          List.of(Dealing.shuffled(c[0], c[1], 5), Dealing.inOrder(c[0], c[1]))) {
        long[] counts = new long[c[1]];
        for (int row = 0; row < c[0]; row++) {
          counts[dealing.shardOf(row)]++;
        }
        for (int k = 0; k < c[1]; k++) {
          assertThat(counts[k]).isEqualTo(dealing.rowsOf(k));
          assertThat(counts[k]).isBetween((long) c[0] / c[1], (long) c[0] / c[1] + 1);
        }
      }
    }
  }

  @Test
  void inOrderGivesContiguousRuns() {
    Dealing dealing = Dealing.inOrder(7, 3);
    assertThat(IntStream.range(0, 7).map(dealing::shardOf)).containsExactly(0, 0, 0, 1, 1, 2, 2);
  }
}
