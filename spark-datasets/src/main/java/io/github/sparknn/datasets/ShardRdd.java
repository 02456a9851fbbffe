package io.github.sparknn.datasets;

import java.io.IOException;
import java.io.UncheckedIOException;
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
 */
final class ShardRdd extends RDD<Shard> {
  private static final long serialVersionUID = 1L;
  private static final ClassTag<Shard> SHARD = ClassTag$.MODULE$.apply(Shard.class);

  private final Dealing dealing;
  private final ShardLayout layout;
  private final long shardMemory;

  ShardRdd(
      RDD<Tuple2<ChunkKey, byte[]>> chunks, Dealing dealing, ShardLayout layout, long shardMemory) {
    super(chunks, SHARD);
    this.dealing = dealing;
    this.layout = layout;
    this.shardMemory = shardMemory;
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
    try (ShardWriter writer =
        new ShardWriter(index, rows, layout, shardMemory, LocalFiles::newSpillFile)) {
      while (chunks.hasNext()) {
        byte[] chunk = chunks.next()._2();
        writer.append(chunk, chunk.length);
      }
      return writer.finish();
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
