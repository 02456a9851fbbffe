package io.github.sparknn.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SparkMlTableTest {
  @Test
  void expandsIdsToOneHotBlocks() {
    double[] rows = {5, 1, 0, 6, 0, 2};
    assertThat(SparkMlTable.expanded(rows, new long[] {0, 2, 3}))
        .containsExactly(5, 0, 1, 1, 0, 0, 6, 1, 0, 0, 0, 1);
  }
}
