package io.github.sparknn.preprocessing.internal;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenContext;
import org.apache.spark.sql.catalyst.expressions.codegen.ExprCode;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;
import scala.collection.IndexedSeq;
import scala.collection.Seq;

/**
 * The one value of a category, such as its id, as double. Its child is a string. Public for
 * generated code only.
 */
public final class EncodeCategory extends NativeExpression<EncodeCategory.Parameters> {
  private static final long serialVersionUID = 1L;

  /**
   * What it depends on.
   *
   * @param nullable whether strings without an id give null; else they fail
   */
  public record Parameters(CategoryEncoding encoding, boolean nullable) implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  /** Called by Spark's tree transformations too. */
  public EncodeCategory(Parameters parameters, Seq<Expression> children) {
    super(parameters, children);
  }

  EncodeCategory(Parameters parameters, Expression child) {
    this(parameters, seq(List.of(child)));
  }

  private CategoryEncoding encoding() {
    return parameters().encoding();
  }

  @Override
  public DataType dataType() {
    return DataTypes.DoubleType;
  }

  @Override
  public boolean nullable() {
    return parameters().nullable();
  }

  @Override
  public Expression withNewChildrenInternal(IndexedSeq<Expression> newChildren) {
    return new EncodeCategory(parameters(), newChildren);
  }

  @Override
  public String toString() {
    return "encode_category(" + children().head() + ")";
  }

  @Override
  public Object eval(InternalRow row) {
    UTF8String string = (UTF8String) children().head().eval(row);
    int id = nullable() ? encoding().id(string) : encoding().validId(string);
    return id < 0 ? null : (Object) encoding().value(id);
  }

  @Override
  public ExprCode doGenCode(CodegenContext context, ExprCode code) {
    String encoding =
        context.addReferenceObj(
            "categoryEncoding", encoding(), CategoryEncoding.class.getCanonicalName());
    ExprCode string = children().head().genCode(context);
    String id = context.freshName("categoryId");
    String statements =
        "%s\nfinal int %s = %s.%s(%s ? null : %s);"
            .formatted(
                string.code(),
                id,
                encoding,
                nullable() ? "id" : "validId",
                string.isNull(),
                string.value());
    return resultCode(
        code, statements, nullable() ? id + " < 0" : null, encoding + ".value(" + id + ")");
  }
}
