package io.github.sparknn.preprocessing.internal;

import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.codegen.CodeGenerator;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenContext;
import org.apache.spark.sql.catalyst.expressions.codegen.ExprCode;
import org.apache.spark.sql.types.DataType;
import scala.collection.IndexedSeq;
import scala.collection.Seq;

/**
 * The value of a column out of a tensor or a double, by a {@link Decoding}; null where its one
 * child is. Public for generated code only.
 */
public final class Decode extends NativeExpression<Decoding> {
  private static final long serialVersionUID = 1L;

  /** Called by Spark's tree transformations too. */
  public Decode(Decoding decoding, Seq<Expression> children) {
    super(decoding, children);
  }

  Decode(Decoding decoding, Expression child) {
    this(decoding, seq(List.of(child)));
  }

  @Override
  public DataType dataType() {
    return parameters().resultType();
  }

  @Override
  public boolean nullable() {
    return true;
  }

  @Override
  public Expression withNewChildrenInternal(IndexedSeq<Expression> newChildren) {
    return new Decode(parameters(), newChildren);
  }

  @Override
  public String toString() {
    return "decode(" + children().head() + ")";
  }

  @Override
  public Object eval(InternalRow row) {
    Object tensor = children().head().eval(row);
    return tensor == null ? null : parameters().decode(tensor);
  }

  @Override
  public ExprCode doGenCode(CodegenContext context, ExprCode code) {
    String decoding =
        context.addReferenceObj("decoding", parameters(), Decoding.class.getCanonicalName());
    ExprCode tensor = children().head().genCode(context);
    String value = context.freshName("decoded");
    String statements =
        "%s\nfinal Object %s = %s ? null : %s.decode((Object) %s);"
            .formatted(tensor.code(), value, tensor.isNull(), decoding, boxed(tensor));
    String result =
        CodeGenerator.isPrimitiveType(dataType()) ? "((Double) %s).doubleValue()" : "%s";
    return resultCode(code, statements, value + " == null", result.formatted(value));
  }

  private String boxed(ExprCode tensor) {
    DataType type = children().head().dataType();
    return CodeGenerator.isPrimitiveType(type)
        ? "Double.valueOf(" + tensor.value() + ")"
        : tensor.value().toString();
  }
}
