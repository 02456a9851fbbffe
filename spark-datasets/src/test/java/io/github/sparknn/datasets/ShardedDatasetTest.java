package io.github.sparknn.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparknn.testing.SharedSpark;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ShardedDatasetTest {
  private long allocatedBefore;
  private int persistentBefore;

  @BeforeEach
  void rememberWhatIsHeld() {
    allocatedBefore = ArrowMemory.allocatedBytes();
    persistentBefore = SharedSpark.session().sparkContext().getPersistentRDDs().size();
  }

  @AfterEach
  void nothingIsLeft() {
    assertThat(ArrowMemory.allocatedBytes()).isEqualTo(allocatedBefore);
    assertThat(SharedSpark.session().sparkContext().getPersistentRDDs().size())
        .isEqualTo(persistentBefore);
  }

  private static ShardedDataset.Builder builder(Dataset<Row> data) {
    return ShardedDataset.builder(data).features(Rows.features()).classLabels("label", 3);
  }

  private static List<List<float[]>> deal(Dataset<Row> data, int workers, long seed) {
    try (ShardedDataset sharded = builder(data).workers(workers).seed(seed).build()) {
      return Rows.collect(sharded);
    }
  }

  @Test
  void everyRowIsInExactlyOneShardOfEqualSize() {
    int[][] cases = {{100, 1, 3}, {10, 4, 4}, {101, 7, 2}, {50, 50, 3}};
    for (int[] c : cases) {
      try (ShardedDataset sharded = builder(Rows.numbered(c[0], c[1])).workers(c[2]).build()) {
        assertThat(sharded.workers()).isEqualTo(c[2]);
        assertThat(sharded.rows()).isEqualTo(c[0]);
        assertThat(LongStream.of(sharded.shardRows()).sum()).isEqualTo(c[0]);
        assertThat(LongStream.of(sharded.shardRows()))
            .allMatch(n -> n == c[0] / c[2] || n == c[0] / c[2] + 1);
        List<List<float[]>> shards = Rows.collect(sharded);
        assertThat(shards.stream().mapToLong(List::size).toArray()).isEqualTo(sharded.shardRows());
        assertThat(Rows.allIds(shards)).isEqualTo(IntStream.range(0, c[0]).boxed().toList());
      }
    }
  }

  @Test
  void rowsKeepTheirFeaturesAndOneHotLabel() {
    for (List<float[]> shard : deal(Rows.numbered(20, 3), 2, 0)) {
      for (float[] row : shard) {
        float[] expected = {row[0], -row[0], 0, 0, 0};
        expected[2 + (int) row[0] % 3] = 1;
        assertThat(row).usingComparatorWithPrecision(0f).containsExactly(expected);
      }
    }
  }

  @Test
  void moreWorkersThanRowsLeaveEmptyShards() {
    try (ShardedDataset sharded = builder(Rows.numbered(2, 2)).workers(5).build()) {
      assertThat(sharded.shardRows()).containsExactly(1, 1, 0, 0, 0);
      assertThat(Rows.allIds(Rows.collect(sharded))).containsExactly(0, 1);
    }
  }

  @Test
  void shardsDoNotDependOnThePartitioning() {
    List<List<Integer>> one = deal(Rows.numbered(500, 1), 3, 4).stream().map(Rows::ids).toList();
    List<List<Integer>> many = deal(Rows.numbered(500, 17), 3, 4).stream().map(Rows::ids).toList();
    Dataset<Row> uneven =
        Rows.numbered(500, 5).where("f[0] < 3").union(Rows.numbered(500, 2).where("f[0] >= 3"));
    assertThat(many).isEqualTo(one);
    assertThat(deal(uneven, 3, 4).stream().map(Rows::ids).toList()).isEqualTo(one);
  }

  @Test
  void theSeedDealsDifferently() {
    Dataset<Row> data = Rows.numbered(100, 2);
    List<Integer> first = Rows.ids(deal(data, 2, 1).get(0));
    assertThat(Rows.ids(deal(data, 2, 1).get(0))).isEqualTo(first);
    assertThat(Rows.ids(deal(data, 2, 2).get(0))).isNotEqualTo(first);
    assertThat(first).isNotEqualTo(IntStream.range(0, 50).boxed().toList());
  }

  @Test
  void withoutShuffleEachShardIsARunOfRows() {
    try (ShardedDataset sharded = builder(Rows.numbered(11, 4)).workers(3).shuffle(false).build()) {
      assertThat(Rows.collect(sharded).stream().map(Rows::ids))
          .containsExactly(List.of(0, 1, 2, 3), List.of(4, 5, 6, 7), List.of(8, 9, 10));
    }
  }

  @Test
  void skipDropsInvalidRowsAndKeepsTheRestInOrder() {
    Dataset<Row> data =
        Rows.numbered(30, 3)
            .selectExpr(
                "if(label = 1, null, f) as f", "if(f[0] = 3, null, cast(label as double)) as label")
            .selectExpr("if(f[0] = 6, array(float(1), float('NaN')), f) as f", "label");
    try (ShardedDataset sharded =
        builder(data).workers(2).shuffle(false).invalidRows(InvalidRows.SKIP).build()) {
      assertThat(sharded.rows()).isEqualTo(18);
      assertThat(Rows.allIds(Rows.collect(sharded)))
          .containsExactly(0, 2, 5, 8, 9, 11, 12, 14, 15, 17, 18, 20, 21, 23, 24, 26, 27, 29);
    }
  }

  @Test
  void floatLabelsStayAsTheyAre() {
    Dataset<Row> data = Rows.numbered(10, 2).selectExpr("f", "f[0] / 4 as a", "f as `b.c`");
    TensorSpec labels = TensorSpec.of(data, List.of("a", "b.c"), null);
    try (ShardedDataset sharded =
        ShardedDataset.builder(data).features(Rows.features()).labels(labels).workers(2).build()) {
      assertThat(sharded.labelSize()).isEqualTo(3);
      Rows.collect(sharded).stream()
          .flatMap(List::stream)
          .forEach(
              row ->
                  assertThat(row)
                      .containsExactly(row[0], 0 - row[0], row[0] / 4, row[0], 0 - row[0]));
    }
  }

  @Test
  void labelsMayBeAbsent() {
    try (ShardedDataset sharded =
        ShardedDataset.builder(Rows.numbered(4, 1)).features(Rows.features()).build()) {
      assertThat(sharded.labelSize()).isZero();
      assertThat(sharded.workers()).isEqualTo(2);
      assertThat(Rows.allIds(Rows.collect(sharded))).containsExactly(0, 1, 2, 3);
    }
  }

  @Test
  void ordersDependOnTheShard() {
    try (ShardedDataset sharded = builder(Rows.numbered(40, 2)).workers(2).build()) {
      List<int[]> orders =
          sharded
              .shards()
              .mapPartitions(found -> List.of(found.next().order(1, 0)).iterator())
              .collect();
      assertThat(orders.get(0)).isNotEqualTo(orders.get(1));
      assertThat(Arrays.stream(orders.get(0)).sorted())
          .containsExactly(IntStream.range(0, 20).boxed().toArray(Integer[]::new));
    }
  }

  @Test
  void aSecondCloseDoesNothingAndTheDataIsGone() {
    ShardedDataset sharded = builder(Rows.numbered(4, 1)).build();
    sharded.close();
    sharded.close();
    assertThatThrownBy(sharded::shards)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Cannot read the data set: it is closed");
  }
}
