package io.github.sparknn.datasets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.zip.CRC32C;
import org.apache.spark.Partition;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.storage.RDDBlockId;
import org.apache.spark.util.TaskCompletionListener;
import scala.Option;
import scala.Tuple2;
import scala.collection.Iterator;
import scala.collection.Iterator$;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * The shards, one a partition, built from the chunks that a shuffle brings in row order. Cached, a
 * shard lives until Spark removes its block, which closes it; a shard that did not get into the
 * cache is closed with the task that built it.
 *
 * <p>A shard built again for a lost executor may get chunks that were packed again. If the query
 * then gave its rows in another order, as it may behind a shuffle, the shard would hold rows that
 * other shards hold too, and lack some. So all shards must carry the same checksum of all rows.
 * Spark's own means, to declare the packing order-sensitive, would end the round of each lost
 * executor for each query that shuffles, sorted or not: Spark does not know that a sort restores
 * the order.
 */
final class ShardRdd extends RDD<Shard> {
  private static final long serialVersionUID = 1L;
  private static final ClassTag<Shard> SHARD = ClassTag$.MODULE$.apply(Shard.class);

  private final Dealing dealing;
  private final ShardLayout layout;
  private final long shardMemory;

  /** Of all rows, once all shards were built from it; null before. */
  private Integer checksum;

  ShardRdd(
      RDD<Tuple2<ChunkKey, byte[]>> chunks, Dealing dealing, ShardLayout layout, long shardMemory) {
    super(chunks, SHARD);
    this.dealing = dealing;
    this.layout = layout;
    this.shardMemory = shardMemory;
  }

  /**
   * From now on, a shard that is built from other rows fails.
   *
   * @param ofShards the checksum that each shard was built with
   * @throws IllegalStateException if they differ
   */
  void fix(List<Integer> ofShards) {
    checksum = ofShards.get(0);
    for (int shard = 1; shard < ofShards.size(); shard++) {
      requireSame(shard, ofShards.get(shard));
    }
  }

  private void requireSame(int shard, int found) {
    if (checksum != null && checksum != found) {
      throw new IllegalStateException(
          ("Cannot build shard %d: run again for a lost executor, the query gave other rows, or in"
                  + " another order (must give the same: sort it by a unique key, or save its"
                  + " result and read that)")
              .formatted(shard));
    }
  }

  @Override
  public Partition[] getPartitions() {
    return chunks().partitions();
  }

  @Override
  public Iterator<Shard> compute(Partition split, TaskContext context) {
    Shard shard;
    try {
      shard = build(split.index(), chunks().iterator(split, context));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write shard " + split.index() + " to local disk", e);
    }
    context.addTaskCompletionListener(
        (TaskCompletionListener)
            task -> {
              if (!isCached(shard)) {
                shard.close();
              }
            });
    return Iterator$.MODULE$.single(shard);
  }

  private Shard build(int index, Iterator<Tuple2<ChunkKey, byte[]>> chunks) throws IOException {
    int rows = (int) dealing.rowsOf(index);
    CRC32C found = new CRC32C();
    try (ShardWriter writer =
        new ShardWriter(index, rows, layout, shardMemory, LocalFiles::newSpillFile)) {
      while (chunks.hasNext()) {
        Tuple2<ChunkKey, byte[]> next = chunks.next();
        byte[] chunk = next._2();
        if (next._1().isChecksum()) {
          found.update(chunk);
        } else {
          writer.append(chunk, chunk.length);
        }
      }
      requireSame(index, (int) found.getValue());
      return writer.finish((int) found.getValue());
    }
  }

  private boolean isCached(Shard shard) {
    Option<Iterator<?>> values =
        SparkEnv.get().blockManager().memoryStore().getValues(new RDDBlockId(id(), shard.index()));
    return values.isDefined() && values.get().contains(shard);
  }

  private RDD<Tuple2<ChunkKey, byte[]>> chunks() {
    return firstParent(ClassTag$.MODULE$.apply(Tuple2.class));
  }
}
