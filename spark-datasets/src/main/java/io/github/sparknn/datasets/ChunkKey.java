package io.github.sparknn.datasets;

import java.io.Serializable;
import java.util.Comparator;
import org.apache.spark.Partitioner;

/**
 * Where a chunk of rows belongs: its shard, and there its place by input partition and sequence.
 */
record ChunkKey(int shard, int partition, int sequence) implements Serializable {
  private static final int CHECKSUM = Integer.MAX_VALUE;

  /** Of no rows but the checksum of all rows of an input partition, behind its last chunk. */
  static ChunkKey ofChecksum(int shard, int partition) {
    return new ChunkKey(shard, partition, CHECKSUM);
  }

  boolean isChecksum() {
    return sequence == CHECKSUM;
  }

  /** A shard's chunks in the order of their rows; serializable. */
  enum Order implements Comparator<ChunkKey> {
    BY_ROWS;

    @Override
    public int compare(ChunkKey a, ChunkKey b) {
      int byShard = Integer.compare(a.shard, b.shard);
      int byPartition = Integer.compare(a.partition, b.partition);
      return byShard != 0
          ? byShard
          : byPartition != 0 ? byPartition : Integer.compare(a.sequence, b.sequence);
    }
  }

  /** Sends chunks to the partition of their shard's number. */
  static final class ByShard extends Partitioner {
    private static final long serialVersionUID = 1L;
    private final int shards;

    ByShard(int shards) {
      this.shards = shards;
    }

    @Override
    public int numPartitions() {
      return shards;
    }

    @Override
    public int getPartition(Object key) {
      return ((ChunkKey) key).shard();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof ByShard that && that.shards == shards;
    }

    @Override
    public int hashCode() {
      return shards;
    }
  }
}
