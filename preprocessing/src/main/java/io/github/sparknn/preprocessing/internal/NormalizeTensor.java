package io.github.sparknn.preprocessing.internal;

import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenContext;
import org.apache.spark.sql.catalyst.expressions.codegen.ExprCode;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.DataType;
import scala.collection.IndexedSeq;
import scala.collection.Seq;

/**
 * A normalized tensor, by a {@link TensorNormalization}; null where its one child is. Public for
 * generated code only.
 */
public final class NormalizeTensor extends NativeExpression<TensorNormalization> {
  private static final long serialVersionUID = 1L;

  /** Called by Spark's tree transformations too. */
  public NormalizeTensor(TensorNormalization normalization, Seq<Expression> children) {
    super(normalization, children);
  }

  NormalizeTensor(TensorNormalization normalization, Expression child) {
    this(normalization, seq(List.of(child)));
  }

  private Expression child() {
    return children().head();
  }

  private boolean ofVector() {
    return TensorValues.isVector(parameters().input);
  }

  @Override
  public DataType dataType() {
    return TensorNormalization.resultType(parameters().input);
  }

  @Override
  public boolean nullable() {
    return child().nullable();
  }

  @Override
  public Expression withNewChildrenInternal(IndexedSeq<Expression> newChildren) {
    return new NormalizeTensor(parameters(), newChildren);
  }

  @Override
  public String toString() {
    return "normalize_tensor(" + child() + ")";
  }

  @Override
  public Object eval(InternalRow row) {
    Object tensor = child().eval(row);
    if (tensor == null) {
      return null;
    }
    TensorNormalizer normalizer = parameters().normalizer();
    return ofVector()
        ? normalizer.vector((InternalRow) tensor)
        : normalizer.array((ArrayData) tensor);
  }

  @Override
  public ExprCode doGenCode(CodegenContext context, ExprCode code) {
    String normalization =
        context.addReferenceObj(
            "normalization", parameters(), TensorNormalization.class.getCanonicalName());
    String normalizer =
        addField(
            context, TensorNormalizer.class, "tensorNormalizer", normalization + ".normalizer()");
    ExprCode tensor = child().genCode(context);
    String result =
        "%s.%s(%s)".formatted(normalizer, ofVector() ? "vector" : "array", tensor.value());
    return resultCode(
        code, tensor.code().toString(), nullable() ? tensor.isNull().code() : null, result);
  }
}
