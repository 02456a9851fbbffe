package io.github.sparknn.estimators.scoring;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.analysis.TypeCheckResult;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenContext;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenFallback;
import org.apache.spark.sql.catalyst.expressions.codegen.ExprCode;
import org.apache.spark.sql.types.DataType;
import scala.collection.IndexedSeq;
import scala.collection.Seq;

/**
 * A call of a SQL function that scores: row by row where it is evaluated, but {@link ExtractScores}
 * replaces it by a batched node where it can. Internal: public because Spark copies it by
 * reflection.
 */
public final class ScoreExpression extends Expression implements CodegenFallback, Serializable {
  private static final long serialVersionUID = 1L;

  private final String name;
  private final ScoreFunction function;

  @SuppressWarnings("serial") // Scala's sequences of expressions are serializable
  private final Seq<Expression> children;

  private final boolean guarded;

  private transient DataType[] types;

  /**
   * For Spark, which calls it with the product elements.
   *
   * @param function gives one output
   */
  public ScoreExpression(
      String name, ScoreFunction function, Seq<Expression> children, boolean guarded) {
    this.name = name;
    this.function = function;
    this.children = children;
    this.guarded = guarded;
  }

  ScoreExpression(String name, ScoreFunction function, Seq<Expression> children) {
    this(name, function, children, false);
  }

  /** The same call of arguments that are null for rows that its branch is not taken for. */
  ScoreExpression guarded(List<Expression> arguments) {
    return new ScoreExpression(name, function, ScalaSeqs.seq(arguments), true);
  }

  /** Whether it may be computed for rows that its branch is not taken for. */
  boolean isGuarded() {
    return guarded;
  }

  ScoreFunction function() {
    return function;
  }

  @Override
  public Object eval(InternalRow row) {
    List<Expression> arguments = ScalaSeqs.list(children);
    if (types == null) {
      types = types();
    }
    Object[] inputs = arguments.stream().map(argument -> argument.eval(row)).toArray();
    InternalRow score = function.score(new GenericInternalRow(inputs), types);
    return score.isNullAt(0) ? null : score.get(0, dataType());
  }

  private DataType[] types() {
    return ScalaSeqs.list(children).stream().map(Expression::dataType).toArray(DataType[]::new);
  }

  @Override
  public ExprCode doGenCode(CodegenContext context, ExprCode code) {
    return CodegenFallback.super.doGenCode(context, code);
  }

  @Override
  public TypeCheckResult checkInputDataTypes() {
    try {
      function.model().checkInputs(types());
      return TypeCheckResult.TypeCheckSuccess$.MODULE$;
    } catch (IllegalArgumentException e) {
      return new TypeCheckResult.TypeCheckFailure(e.getMessage());
    }
  }

  @Override
  public DataType dataType() {
    return function.schema().apply(0).dataType();
  }

  @Override
  public boolean nullable() {
    return true;
  }

  @Override
  public Seq<Expression> children() {
    return children;
  }

  @Override
  public Expression withNewChildrenInternal(IndexedSeq<Expression> newChildren) {
    return new ScoreExpression(name, function, newChildren, guarded);
  }

  @Override
  public String prettyName() {
    return name;
  }

  @Override
  public String toString() {
    return name + children.mkString("(", ", ", ")");
  }

  @Override
  public int productArity() {
    return 4;
  }

  @Override
  public Object productElement(int index) {
    return switch (index) {
      case 0 -> name;
      case 1 -> function;
      case 2 -> children;
      case 3 -> guarded;
      default -> throw new IndexOutOfBoundsException(index);
    };
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof ScoreExpression;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ScoreExpression that
        && function.equals(that.function)
        && guarded == that.guarded
        && children.equals(that.children);
  }

  @Override
  public int hashCode() {
    return 31 * function.hashCode() + children.hashCode();
  }
}
