package io.github.sparknn.preprocessing.internal;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.codegen.Block;
import org.apache.spark.sql.catalyst.expressions.codegen.CodeBlock;
import org.apache.spark.sql.catalyst.expressions.codegen.CodeGenerator;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenContext;
import org.apache.spark.sql.catalyst.expressions.codegen.ExprCode;
import org.apache.spark.sql.catalyst.expressions.codegen.JavaCode;
import org.apache.spark.sql.types.DataTypes;
import scala.Function1;
import scala.collection.JavaConverters;
import scala.collection.Seq;
import scala.runtime.AbstractFunction1;

/**
 * An expression of the plan with fixed parameters and children. Two are equal when their parameters
 * and children are, so that Spark finds cached plans again after a model was loaded or copied.
 * Evaluation keeps no state; generated code keeps one buffer a task.
 */
abstract class NativeExpression<P extends Serializable> extends Expression implements Serializable {
  private static final long serialVersionUID = 1L;

  private final P parameters;

  @SuppressWarnings("serial") // Scala's sequences of expressions are serializable
  private final Seq<Expression> children;

  NativeExpression(P parameters, Seq<Expression> children) {
    this.parameters = parameters;
    this.children = children;
  }

  final P parameters() {
    return parameters;
  }

  @Override
  public Seq<Expression> children() {
    return children;
  }

  @Override
  public int productArity() {
    return 2;
  }

  @Override
  public Object productElement(int index) {
    return index == 0 ? parameters : children;
  }

  @Override
  public boolean canEqual(Object other) {
    return other != null && other.getClass() == getClass();
  }

  @Override
  public boolean equals(Object other) {
    return canEqual(other)
        && other instanceof NativeExpression<?> expression
        && parameters.equals(expression.parameters)
        && children.equals(expression.children);
  }

  @Override
  public int hashCode() {
    return 31 * parameters.hashCode() + children.hashCode();
  }

  @Override
  public String sql() {
    return toString();
  }

  /**
   * Adds a field to the generated class; it holds what {@code expression} gives when a task starts.
   */
  static String addField(CodegenContext context, Class<?> type, String name, String expression) {
    Function1<String, String> assign =
        new AbstractFunction1<>() {
          @Override
          public String apply(String field) {
            return field + " = " + expression + ";";
          }
        };
    return context.addMutableState(type.getCanonicalName(), name, assign, true, true);
  }

  /**
   * The code that runs {@code statements}, then reads the value. {@code isNull}: a Java expression,
   * or null when never.
   */
  final ExprCode resultCode(ExprCode code, String statements, String isNull, String value) {
    String type = CodeGenerator.javaType(dataType());
    String source =
        isNull == null
            ? "%s\nfinal %s %s = (%2$s) %s;\n".formatted(statements, type, code.value(), value)
            : "%s\nfinal boolean %s = %s;\nfinal %s %s = %2$s ? %s : (%4$s) %s;\n"
                .formatted(
                    statements,
                    code.isNull(),
                    isNull,
                    type,
                    code.value(),
                    CodeGenerator.defaultValue(dataType(), false),
                    value);
    Block block = new CodeBlock(seq(List.of(source)), seq(List.of()));
    return code.copy(
        block,
        isNull == null
            ? JavaCode.literal("false", DataTypes.BooleanType)
            : JavaCode.isNullVariable(code.isNull().code()),
        code.value());
  }

  static <T> Seq<T> seq(List<T> list) {
    return JavaConverters.asScalaBuffer(list).toList();
  }
}
