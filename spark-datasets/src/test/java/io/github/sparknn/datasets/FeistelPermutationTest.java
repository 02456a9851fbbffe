package io.github.sparknn.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

class FeistelPermutationTest {
  @Test
  void takesEveryValueOnceForEverySizeUpTo300() {
    for (int size = 1; size <= 300; size++) {
      assertThat(image(size, 7).cardinality()).as("size %d", size).isEqualTo(size);
    }
  }

  @Test
  void takesEveryValueOnceForLargerSizes() {
    for (int size : new int[] {1023, 1024, 1025, 65_535, 65_536, 100_003}) {
      assertThat(image(size, -1).cardinality()).as("size %d", size).isEqualTo(size);
    }
  }

  private static BitSet image(int size, long seed) {
    FeistelPermutation permutation = new FeistelPermutation(size, seed);
    BitSet seen = new BitSet(size);
    for (int i = 0; i < size; i++) {
      seen.set((int) permutation.apply(i));
    }
    assertThat(seen.length()).isLessThanOrEqualTo(size);
    return seen;
  }

  @Test
  void staysInRangeBeyondInt() {
    long size = 5_000_000_000L;
    FeistelPermutation permutation = new FeistelPermutation(size, 3);
    for (long i = size - 100; i < size; i++) {
      assertThat(permutation.apply(i)).isBetween(0L, size - 1);
    }
  }

  @Test
  void dependsOnTheSeed() {
    FeistelPermutation one = new FeistelPermutation(1000, 1);
    FeistelPermutation two = new FeistelPermutation(1000, 2);
    long same = 0;
    for (int i = 0; i < 1000; i++) {
      same += one.apply(i) == two.apply(i) ? 1 : 0;
    }
    assertThat(same).isLessThan(20);
  }

  @Test
  void spreadsNeighboursEvenlyOverShards() {
    FeistelPermutation permutation = new FeistelPermutation(100_000, 0);
    int[] counts = new int[4];
    for (int i = 0; i < 10_000; i++) {
      counts[(int) (permutation.apply(i) % 4)]++;
    }
    for (int count : counts) {
      assertThat(count).isBetween(2300, 2700);
    }
  }
}
