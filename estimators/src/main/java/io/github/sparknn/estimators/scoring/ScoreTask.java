package io.github.sparknn.estimators.scoring;

import java.util.Iterator;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.types.StructType;
import scala.collection.Seq;

/**
 * What {@link BatchScoreExec} sends to the executors.
 *
 * @param rows the columns of the rows that come in
 * @param inputs those of them that the model reads, in its order
 * @param passThrough those of them that go on
 * @param scores the columns added, as the function gives them
 */
record ScoreTask(
    ScoreFunction function,
    Seq<Attribute> rows,
    Seq<Attribute> inputs,
    Seq<Attribute> passThrough,
    Seq<Attribute> scores,
    ScoreMetrics metrics)
    implements FlatMapFunction<Iterator<InternalRow>, InternalRow> {

  @Override
  public Iterator<InternalRow> call(Iterator<InternalRow> partition) {
    return new BatchIterator(partition, this);
  }

  StructType inputSchema() {
    return ScalaSeqs.schema(inputs);
  }

  StructType passThroughSchema() {
    return ScalaSeqs.schema(passThrough);
  }

  StructType scoreSchema() {
    return ScalaSeqs.schema(scores);
  }

  /** The inputs' places in the rows that come in. */
  int[] inputOrdinals() {
    return ScalaSeqs.list(inputs).stream().mapToInt(this::ordinal).toArray();
  }

  private int ordinal(Attribute attribute) {
    for (int i = 0; i < rows.size(); i++) {
      if (rows.apply(i).exprId().equals(attribute.exprId())) {
        return i;
      }
    }
    throw new IllegalStateException("Cannot find " + attribute + " among " + rows);
  }
}
