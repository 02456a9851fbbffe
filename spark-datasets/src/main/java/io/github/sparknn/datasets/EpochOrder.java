package io.github.sparknn.datasets;

import java.util.SplittableRandom;

/** The order of a shard's rows in one epoch, kept for the next who asks. */
final class EpochOrder {
  private final long seed;
  private final int epoch;
  private final int[] rows;

  private EpochOrder(long seed, int epoch, int[] rows) {
    this.seed = seed;
    this.epoch = epoch;
    this.rows = rows;
  }

  /** Fisher-Yates by (seed, epoch, shard) only. */
  static EpochOrder draw(int rows, long seed, int epoch, int shard) {
    int[] order = new int[rows];
    SplittableRandom random = new SplittableRandom(Mix.mix(seed, epoch, shard));
    for (int i = 0; i < rows; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return new EpochOrder(seed, epoch, order);
  }

  /** The order itself, not a copy. */
  int[] rows() {
    return rows;
  }

  boolean isOf(long otherSeed, int otherEpoch) {
    return seed == otherSeed && epoch == otherEpoch;
  }
}
