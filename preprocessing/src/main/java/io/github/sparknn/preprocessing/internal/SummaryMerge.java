package io.github.sparknn.preprocessing.internal;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * Merges the summaries of a table's partitions, one each, in partition order, so that the result
 * does not depend on which task finishes first.
 */
final class SummaryMerge {
  /** What the driver takes at once; more is merged by the executors first. */
  private static final long MAX_DRIVER_BYTES = 32L << 20;

  private static final int MAX_DRIVER_SUMMARIES = 32;

  /** Summaries that one task merges. */
  private static final int GROUP = 8;

  private SummaryMerge() {}

  /** What one pass finds of a table, or of a part of it. */
  interface Summary<S> extends Serializable {
    /** Takes in the other one, of rows that come later. */
    void merge(S later);

    /** Makes it small when it is to be merged {@code levels} times, and pruned each time. */
    void prune(int levels);
  }

  /** Sends neighbouring numbers to one partition. */
  private static final class Neighbours extends Partitioner {
    private static final long serialVersionUID = 1L;
    private final int groups;

    Neighbours(int groups) {
      this.groups = groups;
    }

    @Override
    public int numPartitions() {
      return groups;
    }

    @Override
    public int getPartition(Object number) {
      return (Integer) number / GROUP;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Neighbours neighbours && groups == neighbours.groups;
    }

    @Override
    public int hashCode() {
      return groups;
    }
  }

  /**
   * All of them in one; few and small ones are merged by the driver, others by tasks in groups, and
   * the groups' in groups, until the driver gets one.
   *
   * @param empty of no rows; takes the others in
   * @param bytes that one of them has, about
   */
  static <S extends Summary<S>> S all(JavaRDD<S> partitions, S empty, long bytes) {
    boolean large = isLarge(partitions.getNumPartitions(), bytes);
    (large ? grouped(partitions) : partitions).collect().forEach(empty::merge);
    return empty;
  }

  static boolean isLarge(int partitions, long bytes) {
    return partitions > MAX_DRIVER_SUMMARIES
        || (partitions > 1 && Math.max(1, bytes) > MAX_DRIVER_BYTES / partitions);
  }

  private static <S extends Summary<S>> JavaRDD<S> grouped(JavaRDD<S> partitions) {
    int levels = 0;
    for (int n = partitions.getNumPartitions(); n > 1; n = groups(n)) {
      levels++;
    }
    int prunings = levels;
    JavaRDD<S> merged = partitions;
    while (merged.getNumPartitions() > 1) {
      merged =
          merged
              .mapPartitionsWithIndex(SummaryMerge::numbered, true)
              .mapToPair(entry -> entry)
              .repartitionAndSortWithinPartitions(new Neighbours(groups(merged.getNumPartitions())))
              .mapPartitions(entries -> mergedGroup(entries, prunings));
    }
    return merged;
  }

  private static int groups(int summaries) {
    return (summaries + GROUP - 1) / GROUP;
  }

  private static <S> Iterator<Tuple2<Integer, S>> numbered(int number, Iterator<S> summaries) {
    return summaries.hasNext()
        ? List.of(new Tuple2<>(number, summaries.next())).iterator()
        : List.<Tuple2<Integer, S>>of().iterator();
  }

  private static <S extends Summary<S>> Iterator<S> mergedGroup(
      Iterator<Tuple2<Integer, S>> entries, int prunings) {
    if (!entries.hasNext()) {
      return List.<S>of().iterator();
    }
    S merged = entries.next()._2();
    entries.forEachRemaining(entry -> merged.merge(entry._2()));
    merged.prune(prunings);
    return List.of(merged).iterator();
  }
}
