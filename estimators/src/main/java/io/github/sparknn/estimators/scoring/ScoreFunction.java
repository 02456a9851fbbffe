package io.github.sparknn.estimators.scoring;

import java.io.Serializable;
import java.util.Arrays;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UserDefinedGenerator;
import org.apache.spark.sql.catalyst.plans.logical.Generate;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import scala.Function1;
import scala.collection.Iterator;
import scala.collection.TraversableOnce;
import scala.runtime.AbstractFunction1;

/**
 * Marks a Generate node as ours, and scores a row at a time where nobody plans that node in
 * batches: slow, but right. Equal by the model's id, so that Spark finds cached plans again.
 */
final class ScoreFunction extends AbstractFunction1<Row, TraversableOnce<InternalRow>>
    implements Serializable {
  private final BatchModel model;
  private transient Function1<Object, Object> toCatalyst;
  private transient TaskScorer scorer;

  ScoreFunction(BatchModel model) {
    this.model = model;
  }

  /** The function of a Generate node of ours; null for any other node. */
  static ScoreFunction of(LogicalPlan plan) {
    return plan instanceof Generate generate
            && generate.generator() instanceof UserDefinedGenerator generator
            && (Object) generator.function() instanceof ScoreFunction function
        ? function
        : null;
  }

  BatchModel model() {
    return model;
  }

  /** The scores of one row of inputs, given as Spark's external values with their schema. */
  @Override
  public synchronized TraversableOnce<InternalRow> apply(Row row) {
    if (scorer == null || scorer.isClosed()) {
      StructField[] fields = row.schema().fields();
      toCatalyst = CatalystTypeConverters.createToCatalystConverter(row.schema());
      scorer =
          TaskScorer.open(
              model, Arrays.stream(fields).map(StructField::dataType).toArray(DataType[]::new));
    }
    InternalRow scores = new GenericInternalRow(model.outputSchema().size());
    if (scorer.read((InternalRow) toCatalyst.apply(row), 0)) {
      scorer.score(1);
      scorer.write(0, scores);
    }
    if (TaskContext.get() == null) {
      // The values may live in the scorer's memory, which nobody would free later.
      scores = scores.copy();
      scorer.close();
    }
    return Iterator.single(scores);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ScoreFunction function && function.model.id().equals(model.id());
  }

  @Override
  public int hashCode() {
    return model.id().hashCode();
  }

  @Override
  public String toString() {
    return model.id();
  }
}
