package io.github.sparknn.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparknn.testing.SharedSpark;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.spark.MapOutputTrackerMaster;
import org.apache.spark.ShuffleDependency;
import org.apache.spark.SparkEnv;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.BlockManager;
import org.apache.spark.storage.RDDBlockId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an executor's loss takes away is taken away here by hand: cached shards, packed chunks. */
class RebuiltShardTest {
  private static final int PARTITIONS = 3;

  /** By how many places the query turns the rows of a partition. */
  private static final AtomicInteger TURN = new AtomicInteger();

  @BeforeEach
  void inOrder() {
    TURN.set(0);
  }

  /** 90 rows in three partitions, whose order is as accidental as that behind a shuffle. */
  private static Dataset<Row> unordered() {
    List<Row> rows =
        IntStream.range(0, 90).mapToObj(i -> Rows.row(new float[] {i, -i}, i % 3)).toList();
    JavaRDD<Row> turned =
        JavaSparkContext.fromSparkContext(SharedSpark.session().sparkContext())
            .parallelize(rows, PARTITIONS)
            .mapPartitions(
                partition -> {
                  List<Row> list = new ArrayList<>();
                  partition.forEachRemaining(list::add);
                  Collections.rotate(list, TURN.get());
                  return list.iterator();
                });
    return SharedSpark.session().createDataFrame(turned, Rows.SCHEMA);
  }

  private static ShardedDataset build() {
    return ShardedDataset.builder(unordered()).features(Rows.features()).workers(2).build();
  }

  private static void dropShard(ShardedDataset data, int shard) {
    BlockManager blocks = SparkEnv.get().blockManager();
    blocks.removeBlock(new RDDBlockId(data.shards().id(), shard), true);
  }

  private static void dropChunks(ShardedDataset data, int partition) {
    RDD<?> chunks = data.shards().rdd().dependencies().head().rdd();
    int shuffle = ((ShuffleDependency<?, ?, ?>) chunks.dependencies().head()).shuffleId();
    ((MapOutputTrackerMaster) SparkEnv.get().mapOutputTracker())
        .unregisterMapOutput(shuffle, partition, SparkEnv.get().blockManager().blockManagerId());
  }

  private static List<List<Integer>> ids(ShardedDataset data) {
    return Rows.collect(data).stream().map(Rows::ids).toList();
  }

  @Test
  void aShardThatIsBuiltFromTheSameRowsAgainIsTheSame() {
    try (ShardedDataset data = build()) {
      List<List<Integer>> built = ids(data);
      dropShard(data, 1);
      dropChunks(data, 2);

      assertThat(ids(data)).isEqualTo(built);
    }
  }

  @Test
  void anotherOrderDoesNotMatterWhileThePackedChunksAreThere() {
    try (ShardedDataset data = build()) {
      List<List<Integer>> built = ids(data);
      dropShard(data, 1);
      TURN.set(5);

      assertThat(ids(data)).isEqualTo(built);
    }
  }

  @Test
  void aShardThatWouldBeBuiltFromAnotherOrderFails() {
    try (ShardedDataset data = build()) {
      dropShard(data, 1);
      dropChunks(data, 2);
      TURN.set(5);

      assertThatThrownBy(() -> ids(data))
          .isInstanceOf(SparkException.class)
          .hasMessageContaining(
              "Cannot build shard 1: run again for a lost executor, the query gave other rows, or"
                  + " in another order (must give the same: sort it by a unique key, or save its"
                  + " result and read that)");
    }
  }

  @Test
  void shardsOfDifferentRunsOfTheQueryFailTheBuild() {
    try (ShardedDataset data = build()) {
      ShardRdd shards = (ShardRdd) data.shards().rdd();

      assertThatThrownBy(() -> shards.fix(List.of(4, 4, 5)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith("Cannot build shard 2: run again for a lost executor");
    }
  }

  @Test
  void allShardsCarryTheChecksumOfAllRowsInTheirOrder() {
    List<Integer> first = checksums();
    assertThat(first).hasSize(2).containsOnly(first.get(0));
    assertThat(checksums()).isEqualTo(first);
    TURN.set(1);
    assertThat(checksums().get(0)).isNotEqualTo(first.get(0));
  }

  private static List<Integer> checksums() {
    try (ShardedDataset data = build()) {
      return data.shards()
          .mapPartitions(found -> List.of(found.next().checksum()).iterator())
          .collect();
    }
  }
}
