package io.github.sparknn.datasets;

import java.io.Serializable;

/**
 * Which shard a row goes to, by its index in the whole DataFrame. Shard sizes are equal within one
 * row: the first {@code rows % shards} shards hold one row more.
 */
final class Dealing implements Serializable {
  private static final long serialVersionUID = 1L;

  private final long rows;
  private final int shards;
  private final FeistelPermutation permutation;

  private Dealing(long rows, int shards, FeistelPermutation permutation) {
    this.rows = rows;
    this.shards = shards;
    this.permutation = permutation;
  }

  /** Deals the rows at random, by the seed only. */
  static Dealing shuffled(long rows, int shards, long seed) {
    return new Dealing(rows, shards, new FeistelPermutation(rows, seed));
  }

  /** Shard k holds the k-th run of rows. */
  static Dealing inOrder(long rows, int shards) {
    return new Dealing(rows, shards, null);
  }

  int shards() {
    return shards;
  }

  long rows() {
    return rows;
  }

  long rowsOf(int shard) {
    return rows / shards + (shard < rows % shards ? 1 : 0);
  }

  int shardOf(long row) {
    if (permutation != null) {
      return (int) (permutation.apply(row) % shards);
    }
    long small = rows / shards;
    long larger = rows % shards;
    long inLarger = larger * (small + 1);
    return (int) (row < inLarger ? row / (small + 1) : larger + (row - inLarger) / small);
  }
}
