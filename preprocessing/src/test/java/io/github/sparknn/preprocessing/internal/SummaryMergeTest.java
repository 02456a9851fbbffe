package io.github.sparknn.preprocessing.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparknn.testing.SharedSpark;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

class SummaryMergeTest {
  /** Numbers in the order in which they were merged. */
  private static final class Numbers implements SummaryMerge.Summary<Numbers> {
    private static final long serialVersionUID = 1L;
    private final ArrayList<Integer> all = new ArrayList<>();
    private int prunings;
    private int levels;

    @Override
    public void merge(Numbers later) {
      all.addAll(later.all);
      prunings = Math.max(prunings, later.prunings);
      levels = later.levels;
    }

    @Override
    public void prune(int mergings) {
      prunings++;
      levels = mergings;
    }
  }

  private static Numbers merged(int partitions, long bytes) {
    JavaRDD<Integer> numbers =
        JavaSparkContext.fromSparkContext(SharedSpark.session().sparkContext())
            .parallelize(IntStream.range(0, partitions).boxed().toList(), partitions);
    JavaRDD<Numbers> summaries =
        numbers.mapPartitions(
            numbersOfPart -> {
              Numbers summary = new Numbers();
              numbersOfPart.forEachRemaining(summary.all::add);
              return List.of(summary).iterator();
            });
    return SummaryMerge.all(summaries, new Numbers(), bytes);
  }

  private static void assertMerged(int partitions, long bytes, int prunings) {
    Numbers merged = merged(partitions, bytes);
    assertThat(merged.all).isEqualTo(IntStream.range(0, partitions).boxed().toList());
    assertThat(merged.prunings).isEqualTo(prunings);
    assertThat(merged.levels).isEqualTo(prunings);
  }

  @Test
  void fewSmallSummariesMeetInTheDriver() {
    assertMerged(1, 1L << 40, 0);
    assertMerged(5, 1000, 0);
    assertMerged(32, 1L << 20, 0);
  }

  @Test
  void manyOrLargeOnesAreMergedInGroupsInPartitionOrder() {
    assertMerged(2, 20L << 20, 1);
    assertMerged(33, 0, 2); // 33, 5, 1
    assertMerged(70, 1000, 3); // 70, 9, 2, 1
  }

  @Test
  void manyPartitionsWithCategoriesAreLarge() {
    List<Set<ValueNeed>> moments = Collections.nCopies(20, Set.of());
    TableNeeds numbers = new TableNeeds(moments, 0, 0.001);
    TableNeeds categories = new TableNeeds(moments, 4, 0.001);
    TableNeeds frequent = new TableNeeds(List.of(Set.of(ValueNeed.COUNTS)), 0, 0.001);
    assertThat(SummaryMerge.isLarge(32, numbers.summaryBytes())).isFalse();
    assertThat(SummaryMerge.isLarge(4, categories.summaryBytes())).isFalse();
    assertThat(SummaryMerge.isLarge(5, categories.summaryBytes())).isTrue();
    assertThat(SummaryMerge.isLarge(16, frequent.summaryBytes())).isFalse();
    assertThat(SummaryMerge.isLarge(17, frequent.summaryBytes())).isTrue();
  }
}
