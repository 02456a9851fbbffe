package io.github.sparknn.preprocessing.internal;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.types.DataType;

/**
 * What an expression of the plan computes of the values of its columns in one row. Immutable; two
 * that compute the same are equal, so that Spark finds cached plans again.
 */
public interface RowFunction extends Serializable {
  /** Type of the result, which is an array or struct. */
  DataType dataType();

  /** Whether the result may be null. */
  boolean nullable();

  /** A new evaluator: one a task, since it may reuse its buffers. */
  Evaluator evaluator();

  /** Computes row after row. Not thread-safe. */
  interface Evaluator {
    /**
     * The result for a row.
     *
     * @param inputs as Spark holds them inside: UTF8String, byte[], ArrayData, InternalRow or a
     *     boxed number; null where the column is
     */
    Object evaluate(Object[] inputs);
  }

  /** The results as a column. */
  static Column column(RowFunction function, List<Column> inputs) {
    List<Expression> children = inputs.stream().map(Column::expr).toList();
    return new Column(new ApplyFunction(function, NativeExpression.seq(children)));
  }
}
