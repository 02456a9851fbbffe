package io.github.sparknn.preprocessing.internal;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.execution.ColumnarToRowExec;
import org.apache.spark.sql.execution.InputAdapter;
import org.apache.spark.sql.execution.ProjectExec;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.WholeStageCodegenExec;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * The batches of a query that only reads columns of a columnar source, such as Parquet files: its
 * rows need not be made. Columns of primitive numbers and booleans that the query casts to double
 * are read as they are.
 */
final class ColumnarScan {
  private final SparkPlan scan;
  private final int[] ordinals;

  private ColumnarScan(SparkPlan scan, int[] ordinals) {
    this.scan = scan;
    this.ordinals = ordinals;
  }

  /** Where a column of the query is in the batches, and its type there. */
  record Source(int ordinal, DataType type) implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  /** Empty when the query does more than that, or its source gives rows. */
  static Optional<ColumnarScan> of(Dataset<?> data) {
    SparkPlan plan = inner(data.queryExecution().executedPlan());
    List<Expression> outputs = new ArrayList<>();
    if (plan instanceof ProjectExec project) {
      list(project.projectList()).forEach(output -> outputs.add((Expression) output));
      plan = inner(project.child());
    } else {
      outputs.addAll(list(plan.output()));
    }
    if (!(plan instanceof ColumnarToRowExec)) {
      return Optional.empty();
    }
    SparkPlan scan = inner(((ColumnarToRowExec) plan).child());
    List<Attribute> columns = list(scan.output());
    int[] ordinals = outputs.stream().mapToInt(output -> ordinal(output, columns)).toArray();
    return Arrays.stream(ordinals).allMatch(ordinal -> ordinal >= 0)
        ? Optional.of(new ColumnarScan(scan, ordinals))
        : Optional.empty();
  }

  private static SparkPlan inner(SparkPlan plan) {
    if (plan instanceof WholeStageCodegenExec stage) {
      return inner(stage.child());
    }
    return plan instanceof InputAdapter adapter ? inner(adapter.child()) : plan;
  }

  private static <T> List<T> list(Seq<T> seq) {
    return JavaConverters.seqAsJavaList(seq);
  }

  /**
   * The column that the expression gives, a number with or without a cast to double; -1 when it
   * does more. A string that is cast is parsed, which is left to rows.
   */
  private static int ordinal(Expression output, List<Attribute> columns) {
    Expression inner = output instanceof Alias alias ? alias.child() : output;
    boolean cast = inner instanceof Cast && inner.dataType() instanceof DoubleType;
    if (cast) {
      inner = ((Cast) inner).child();
    }
    if (!(inner instanceof Attribute attribute)
        || !(BatchNumbers.reads(inner.dataType())
            || (!cast && inner.dataType() instanceof StringType))) {
      return -1;
    }
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).exprId().equals(attribute.exprId())) {
        return i;
      }
    }
    return -1;
  }

  /** For each column of the query. */
  Source[] sources() {
    List<Attribute> columns = list(scan.output());
    return Arrays.stream(ordinals)
        .mapToObj(ordinal -> new Source(ordinal, columns.get(ordinal).dataType()))
        .toArray(Source[]::new);
  }

  /** A batch is valid until the next one is asked for. */
  JavaRDD<ColumnarBatch> batches() {
    return scan.executeColumnar().toJavaRDD();
  }
}
