package io.github.sparknn.preprocessing.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparknn.testing.SharedSpark;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.SerializerInstance;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;
import scala.Tuple2;
import scala.reflect.ClassTag$;

/** What a Spark with {@code spark.serializer} Kryo makes of the summaries of partitions. */
class SummariesByKryoTest {
  private static final double[] PROBABILITIES = {0, 0.1, 0.25, 0.5, 0.9, 1};

  /** As the shuffle of a merge sends them. */
  private static <S> S copy(S summary) {
    SerializerInstance kryo = new KryoSerializer(new SparkConf(false)).newInstance();
    ClassTag$ tags = ClassTag$.MODULE$;
    var entry = new Tuple2<>(3, summary);
    Tuple2<Integer, S> copy =
        kryo.deserialize(kryo.serialize(entry, tags.apply(Tuple2.class)), tags.apply(Tuple2.class));
    assertThat(copy._1()).isEqualTo(3);
    assertThat(copy._2()).isNotSameAs(summary);
    return copy._2();
  }

  private static TableSummary table(int from, int to) {
    Set<ValueNeed> all = EnumSet.allOf(ValueNeed.class);
    TableSummary summary =
        TableSummary.empty(new TableNeeds(List.of(all, Set.of(ValueNeed.QUANTILES)), 1, 0.01));
    for (int i = from; i < to; i++) {
      InternalRow row =
          new GenericInternalRow(
              new Object[] {(double) (i % 50), i * 0.5, UTF8String.fromString("c" + i % 3)});
      summary.add(row);
    }
    return summary;
  }

  @Test
  void tablesAreMergedAsIfTheyHadNotTravelled() {
    TableSummary expected = table(0, 3_000);
    expected.merge(table(3_000, 5_000));
    TableSummary actual = copy(table(0, 3_000));
    actual.merge(copy(table(3_000, 5_000)));
    assertThat(actual.rows()).isEqualTo(5_000);
    assertThat(actual.moments().means()).isEqualTo(expected.moments().means());
    assertThat(actual.categories(0).mostFrequent(5, 1))
        .isEqualTo(expected.categories(0).mostFrequent(5, 1))
        .hasSize(3);
    assertThat(actual.values(0).mostFrequent()).isZero();
    for (int column = 0; column < 2; column++) {
      for (double probability : PROBABILITIES) {
        assertThat(actual.values(column).quantile(probability))
            .isEqualTo(expected.values(column).quantile(probability));
      }
    }
    assertThat(actual.values(1).max()).isEqualTo(2_499.5);
  }

  private static TensorSummary tensors(int from, int to) {
    Dataset<Row> data =
        SharedSpark.session().range(from, to, 1, 1).selectExpr("array(float(id), id % 10) AS x");
    return TensorSummary.of(data, Set.of(ValueNeed.EXTREMES, ValueNeed.QUANTILES), 0.01);
  }

  @Test
  void tensorsAreMergedAsIfTheyHadNotTravelled() {
    TensorSummary expected = tensors(0, 600);
    expected.merge(tensors(600, 1_000));
    TensorSummary actual = copy(tensors(0, 600));
    actual.merge(copy(tensors(600, 1_000)));
    assertThat(actual.rows()).isEqualTo(1_000);
    assertThat(actual.moments(0).orElseThrow().means()).containsExactly(499.5, 4.5);
    for (int position = 0; position < 2; position++) {
      for (double probability : PROBABILITIES) {
        assertThat(actual.values(0, position).quantile(probability))
            .isEqualTo(expected.values(0, position).quantile(probability));
      }
    }
    assertThat(actual.values(0, 0).max()).isEqualTo(999);
  }
}
