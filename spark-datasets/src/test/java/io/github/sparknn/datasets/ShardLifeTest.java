package io.github.sparknn.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparknn.testing.SharedSpark;
import java.io.File;
import java.util.List;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.serializer.SerializerInstance;
import org.apache.spark.storage.StorageLevel;
import org.junit.jupiter.api.Test;
import scala.collection.JavaConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** Shards between Spark's cache, local disk and off-heap memory. */
class ShardLifeTest {
  private static ShardedDataset spilled() {
    return sharded(0);
  }

  private static ShardedDataset sharded(long memory) {
    return ShardedDataset.builder(Rows.numbered(1000, 3))
        .features(Rows.features())
        .classLabels("label", 3)
        .workers(2)
        .shardMemory(memory)
        .build();
  }

  private static List<String> localFiles() {
    SharedSpark.session();
    return JavaConverters.seqAsJavaList(
            SparkEnv.get().blockManager().diskBlockManager().getAllFiles())
        .stream()
        .map(File::getName)
        .filter(name -> name.startsWith("temp_local") || name.startsWith("shuffle_"))
        .toList();
  }

  @Test
  void closeDeletesSpillAndShuffleFilesAndFreesTheMemory() {
    long allocated = ArrowMemory.allocatedBytes();
    List<String> before = localFiles();
    try (ShardedDataset data = spilled()) {
      assertThat(localFiles().size()).isGreaterThan(before.size() + 2);
      assertThat(Rows.allIds(Rows.collect(data))).hasSize(1000);
    }
    assertThat(localFiles()).isSubsetOf(before);
    assertThat(ArrowMemory.allocatedBytes()).isEqualTo(allocated);
  }

  @Test
  void spilledShardsHoldTheSameRows() {
    try (ShardedDataset inMemory = sharded(Long.MAX_VALUE);
        ShardedDataset onDisk = sharded(0)) {
      assertThat(Rows.collect(onDisk).stream().map(Rows::ids).toList())
          .isEqualTo(Rows.collect(inMemory).stream().map(Rows::ids).toList());
    }
  }

  @Test
  void aShardThatWasDroppedFromTheCacheIsRebuiltAndLeavesNothing() {
    long allocated = ArrowMemory.allocatedBytes();
    try (ShardedDataset data =
        ShardedDataset.builder(Rows.numbered(1000, 3)).features(Rows.features()).build()) {
      List<List<float[]>> first = Rows.collect(data);
      JavaRDD<Shard> shards = data.shards();
      shards.unpersist(true);
      assertThat(ArrowMemory.allocatedBytes()).isEqualTo(allocated);
      assertThat(Rows.collect(data).stream().map(Rows::ids).toList())
          .isEqualTo(first.stream().map(Rows::ids).toList());
      assertThat(ArrowMemory.allocatedBytes()).isEqualTo(allocated);
      shards.persist(StorageLevel.MEMORY_ONLY());
    }
  }

  @Test
  void tasksFindTheSameShardAgain() {
    try (ShardedDataset data = spilled()) {
      assertThat(identities(data)).isEqualTo(identities(data));
    }
    assertThat(SharedSpark.session().sparkContext().isStopped()).isFalse();
  }

  private static List<Integer> identities(ShardedDataset data) {
    return data.shards()
        .mapPartitions(found -> List.of(System.identityHashCode(found.next())).iterator())
        .collect();
  }

  @Test
  void aCopyThatATaskReceivesIsClosedWithTheTask() {
    try (ShardedDataset data = spilled()) {
      long allocated = ArrowMemory.allocatedBytes();
      List<String> files = localFiles();
      List<Integer> rows =
          data.shards()
              .mapPartitions(found -> List.of(copy(found.next()).rows()).iterator())
              .collect();
      assertThat(rows).containsExactly(500, 500);
      assertThat(ArrowMemory.allocatedBytes()).isEqualTo(allocated);
      assertThat(localFiles()).hasSameElementsAs(files);
    }
  }

  private static Shard copy(Shard shard) {
    SerializerInstance java = SparkEnv.get().serializer().newInstance();
    ClassTag<Shard> type = ClassTag$.MODULE$.apply(Shard.class);
    return java.deserialize(java.serialize(shard, type), type);
  }
}
