package io.github.sparknn.estimators.scoring;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.catalyst.expressions.CaseWhen;
import org.apache.spark.sql.catalyst.expressions.Coalesce;
import org.apache.spark.sql.catalyst.expressions.EqualNullSafe;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.If;
import org.apache.spark.sql.catalyst.expressions.IsNull;
import org.apache.spark.sql.catalyst.expressions.LambdaFunction;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.Not;
import scala.Option;
import scala.Tuple2;

/**
 * Makes calls in the branches of IF, CASE and COALESCE harmless for the rows that do not take the
 * branch, so that they can be computed ahead: {@code if(c, f(x), y)} becomes {@code if(c, f(if(c,
 * x, null)), y)}. Rows of null are not scored.
 */
final class GuardedCalls {
  private GuardedCalls() {}

  /** The same expression with guarded calls. */
  static Expression guard(Expression expression) {
    return guard(expression, null);
  }

  /**
   * As {@link #guard(Expression)}.
   *
   * @param taken whether a row comes here; null where all do
   */
  private static Expression guard(Expression expression, Expression taken) {
    if (expression instanceof LambdaFunction || !containsCall(expression)) {
      return expression;
    } else if (expression.deterministic()) {
      if (expression instanceof If choice) {
        Expression predicate = guard(choice.predicate(), taken);
        Expression condition = isTrue(predicate);
        return new If(
            predicate,
            guard(choice.trueValue(), and(taken, condition)),
            guard(choice.falseValue(), and(taken, new Not(condition))));
      } else if (expression instanceof CaseWhen choice) {
        return guardBranches(choice, taken);
      } else if (expression instanceof Coalesce) {
        return guardCoalesce(expression, taken);
      } else if (expression instanceof ScoreExpression call && taken != null && !call.isGuarded()) {
        return call.guarded(list(call, argument -> ifTaken(taken, guard(argument, taken))));
      }
    }
    return expression.withNewChildren(
        ScalaSeqs.seq(list(expression, child -> guard(child, taken))));
  }

  private static Expression guardBranches(CaseWhen choice, Expression taken) {
    List<Tuple2<Expression, Expression>> branches = new ArrayList<>();
    Expression reached = taken;
    for (Tuple2<Expression, Expression> branch : ScalaSeqs.list(choice.branches())) {
      Expression predicate = guard(branch._1, reached);
      Expression condition = isTrue(predicate);
      branches.add(new Tuple2<>(predicate, guard(branch._2, and(reached, condition))));
      reached = and(reached, new Not(condition));
    }
    Option<Expression> otherwise = choice.elseValue();
    return new CaseWhen(
        ScalaSeqs.seq(branches),
        otherwise.isEmpty() ? otherwise : Option.apply(guard(otherwise.get(), reached)));
  }

  private static Expression guardCoalesce(Expression coalesce, Expression taken) {
    List<Expression> children = new ArrayList<>();
    Expression reached = taken;
    for (Expression child : ScalaSeqs.list(coalesce.children())) {
      Expression value = guard(child, reached);
      children.add(value);
      reached = and(reached, new IsNull(value));
    }
    return new Coalesce(ScalaSeqs.seq(children));
  }

  /** Evaluates the second only where the first holds. Neither is ever null. */
  private static Expression and(Expression first, Expression second) {
    return first == null ? second : new If(first, second, Literal.FalseLiteral());
  }

  private static Expression isTrue(Expression condition) {
    return new EqualNullSafe(condition, Literal.TrueLiteral());
  }

  private static Expression ifTaken(Expression taken, Expression value) {
    return new If(taken, value, Literal.create(null, value.dataType()));
  }

  private static boolean containsCall(Expression expression) {
    return expression instanceof ScoreExpression
        || ScalaSeqs.list(expression.children()).stream().anyMatch(GuardedCalls::containsCall);
  }

  private static List<Expression> list(Expression parent, UnaryOperator<Expression> function) {
    return ScalaSeqs.list(parent.children()).stream().map(function).toList();
  }
}
