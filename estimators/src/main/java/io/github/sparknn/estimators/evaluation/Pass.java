package io.github.sparknn.estimators.evaluation;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function0;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** One distributed pass over rows. */
final class Pass {
  /** Partial sums that the driver merges at once; more are merged on the executors first. */
  private static final int DEPTH = 2;

  private Pass() {}

  /**
   * Sums of all rows: one per partition, merged in a tree. They come back by the serializer that
   * the application has set, so their class must name Java's for Kryo, which takes no records.
   *
   * @param empty makes sums of no rows
   * @param add adds a row to the sums, in place
   * @param merge adds the second sums to the first, in place
   */
  static <S> S over(
      Dataset<Row> rows, Function0<S> empty, Function2<S, Row, S> add, Function2<S, S, S> merge) {
    JavaRDD<S> sums = rows.javaRDD().mapPartitions(partition -> sum(partition, empty, add));
    return sums.getNumPartitions() == 0 ? call(empty) : sums.treeReduce(merge, DEPTH);
  }

  private static <S> Iterator<S> sum(
      Iterator<Row> partition, Function0<S> empty, Function2<S, Row, S> add) throws Exception {
    S sums = empty.call();
    while (partition.hasNext()) {
      sums = add.call(sums, partition.next());
    }
    return List.of(sums).iterator();
  }

  private static <S> S call(Function0<S> empty) {
    try {
      return empty.call();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
