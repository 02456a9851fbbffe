package io.github.sparknn.estimators.scoring;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UserDefinedGenerator;
import org.apache.spark.sql.catalyst.plans.logical.Generate;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
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

  /** Positions of those of the model's outputs that are given. */
  private final int[] outputs;

  private transient Function1<Object, Object> toCatalyst;
  private transient DataType[] inputTypes;
  private transient UnsafeProjection projection;
  private transient TaskScorer scorer;

  /** Gives all outputs of the model. */
  ScoreFunction(BatchModel model) {
    this(model, IntStream.range(0, model.outputSchema().size()).toArray());
  }

  private ScoreFunction(BatchModel model, int[] outputs) {
    this.model = model;
    this.outputs = outputs;
  }

  /**
   * A function that gives some of these outputs only.
   *
   * @param positions among the outputs of this function
   */
  ScoreFunction keeping(int[] positions) {
    return new ScoreFunction(
        model, Arrays.stream(positions).map(position -> outputs[position]).toArray());
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

  /** What it gives, of the model's columns. */
  StructType schema() {
    StructType all = model.outputSchema();
    StructType result = new StructType();
    for (int output : outputs) {
      StructField field = all.apply(output);
      result = result.add(field.name(), field.dataType(), true, field.metadata());
    }
    return result;
  }

  /** For each column of the model, whether it is given. */
  boolean[] used() {
    boolean[] used = new boolean[model.outputSchema().size()];
    for (int output : outputs) {
      used[output] = true;
    }
    return used;
  }

  /** From a row of all the model's columns to one of those that are given; the row is reused. */
  UnsafeProjection projection() {
    List<Expression> columns = new ArrayList<>();
    for (int output : outputs) {
      columns.add(new BoundReference(output, model.outputSchema().apply(output).dataType(), true));
    }
    return UnsafeProjection.create(ScalaSeqs.seq(columns));
  }

  /** The scores of one row of inputs, given as Spark's external values with their schema. */
  @Override
  public synchronized TraversableOnce<InternalRow> apply(Row row) {
    if (toCatalyst == null) {
      inputTypes =
          Arrays.stream(row.schema().fields()).map(StructField::dataType).toArray(DataType[]::new);
      toCatalyst = CatalystTypeConverters.createToCatalystConverter(row.schema());
    }
    return Iterator.single(score((InternalRow) toCatalyst.apply(row), inputTypes));
  }

  /** The scores of one row of inputs; a new row. */
  synchronized InternalRow score(InternalRow inputs, DataType[] types) {
    if (projection == null) {
      projection = projection();
    }
    if (scorer == null || scorer.isClosed()) {
      scorer = TaskScorer.open(this, types);
    }
    InternalRow scores = new GenericInternalRow(model.outputSchema().size());
    if (scorer.read(inputs, 0)) {
      scorer.score(1);
      scorer.write(0, scores);
    }
    // A copy, as the values may live in the scorer's memory and the projection reuses its row.
    InternalRow given = projection.apply(scores).copy();
    if (TaskContext.get() == null) {
      // Nobody would free the scorer's memory later.
      scorer.close();
    }
    return given;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ScoreFunction function
        && function.model.id().equals(model.id())
        && Arrays.equals(function.outputs, outputs);
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
