package io.github.sparknn.preprocessing.internal;

import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
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

  /**
   * The one value of each string.
   *
   * @param nullable whether strings without an id give null; else they fail
   */
  public static Column encodeCategory(CategoryEncoding encoding, boolean nullable, Column input) {
    return new Column(
        new EncodeCategory(new EncodeCategory.Parameters(encoding, nullable), input.expr()));
  }

  /** A value out of a column of the type that the decoding was made for. */
  public static Column decode(Decoding decoding, Column input) {
    return new Column(new Decode(decoding, input.expr()));
  }

  /** A value that is not null, as a column of exactly this type. */
  public static Column literal(Object value, DataType type) {
    return new Column(Literal.create(value, type));
  }

  /** Whether tensors of this type can be read: array of byte to double, or Spark ML vector. */
  public static boolean isTensor(DataType type) {
    return TensorValues.isVector(type)
        || (type instanceof ArrayType array && ElementType.of(array.elementType()).isPresent());
  }
}
