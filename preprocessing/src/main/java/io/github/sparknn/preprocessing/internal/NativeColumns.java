package io.github.sparknn.preprocessing.internal;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;

/** The native expressions as columns. */
public final class NativeColumns {
  private NativeColumns() {}

  /**
   * One tensor a row.
   *
   * @param inputs the numeric columns of the encoding (any numeric type or boolean), its dates
   *     (timestamp_ntz), its categorical ones (string)
   */
  public static Column encode(TableEncoding encoding, List<Column> inputs) {
    List<Expression> children = inputs.stream().map(Column::expr).toList();
    return new Column(new EncodeRow(encoding, NativeExpression.seq(children)));
  }

  /** The normalized tensor of a column of the type that the normalization was made for. */
  public static Column normalize(TensorNormalization normalization, Column input) {
    return new Column(new NormalizeTensor(normalization, input.expr()));
  }

  /** Whether tensors of this type can be read: array of byte to double, or Spark ML vector. */
  public static boolean isTensor(DataType type) {
    return TensorValues.isVector(type)
        || (type instanceof ArrayType array && ElementType.of(array.elementType()).isPresent());
  }
}
