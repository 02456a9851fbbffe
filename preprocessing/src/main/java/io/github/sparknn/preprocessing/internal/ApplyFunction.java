package io.github.sparknn.preprocessing.internal;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.codegen.CodeGenerator;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenContext;
import org.apache.spark.sql.catalyst.expressions.codegen.ExprCode;
import org.apache.spark.sql.types.DataType;
import scala.collection.IndexedSeq;
import scala.collection.Seq;

/** The result of a {@link RowFunction} of the children's values. Public for generated code only. */
public final class ApplyFunction extends NativeExpression<RowFunction> {
  private static final long serialVersionUID = 1L;

  /** Called by Spark's tree transformations too. */
  public ApplyFunction(RowFunction function, Seq<Expression> children) {
    super(function, children);
  }

  @Override
  public DataType dataType() {
    return parameters().dataType();
  }

  @Override
  public boolean nullable() {
    return parameters().nullable();
  }

  @Override
  public Expression withNewChildrenInternal(IndexedSeq<Expression> newChildren) {
    return new ApplyFunction(parameters(), newChildren);
  }

  @Override
  public String toString() {
    return parameters() + "(" + children().mkString(", ") + ")";
  }

  @Override
  public Object eval(InternalRow row) {
    Object[] inputs = new Object[children().size()];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = children().apply(i).eval(row);
    }
    return parameters().evaluator().evaluate(inputs);
  }

  @Override
  public ExprCode doGenCode(CodegenContext context, ExprCode code) {
    String function =
        context.addReferenceObj("rowFunction", parameters(), RowFunction.class.getCanonicalName());
    String evaluator =
        addField(context, RowFunction.Evaluator.class, "evaluator", function + ".evaluator()");
    StringBuilder statements = new StringBuilder();
    List<String> inputs = new ArrayList<>();
    for (int i = 0; i < children().size(); i++) {
      ExprCode value = children().apply(i).genCode(context);
      statements.append(value.code()).append('\n');
      inputs.add(input(value, children().apply(i).dataType()));
    }
    String result = context.freshName("result");
    statements.append(
        "final Object %s = %s.evaluate(new Object[] {%s});"
            .formatted(result, evaluator, String.join(", ", inputs)));
    String isNull = nullable() ? result + " == null" : null;
    return resultCode(code, statements.toString(), isNull, result);
  }

  private static String input(ExprCode value, DataType type) {
    String object =
        CodeGenerator.isPrimitiveType(type)
            ? "%s.valueOf(%s)".formatted(CodeGenerator.boxedType(type), value.value())
            : value.value().toString();
    return "%s ? null : (Object) %s".formatted(value.isNull(), object);
  }
}
