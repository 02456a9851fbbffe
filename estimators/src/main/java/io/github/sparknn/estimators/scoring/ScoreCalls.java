package io.github.sparknn.estimators.scoring;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.spark.sql.catalyst.expressions.ConditionalExpression;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.LambdaFunction;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;

/**
 * Finds the calls of scoring functions that may be computed ahead of the expression they stand in:
 * deterministic ones that are evaluated for every row, or that {@link GuardedCalls} made harmless.
 * Of nested calls the innermost.
 */
final class ScoreCalls {
  private final List<ScoreExpression> calls = new ArrayList<>();
  private final Predicate<Expression> excluded;

  private ScoreCalls(Predicate<Expression> excluded) {
    this.excluded = excluded;
  }

  /** The calls in an expression. */
  static List<ScoreExpression> in(Expression expression) {
    ScoreCalls found = new ScoreCalls(node -> false);
    found.add(expression, true);
    return found.calls;
  }

  /** The calls in arguments of aggregate functions, evaluated for the rows that are aggregated. */
  static List<ScoreExpression> inAggregateFunctions(Expression expression) {
    if (expression instanceof AggregateExpression) {
      return in(expression);
    }
    List<ScoreExpression> calls = new ArrayList<>();
    for (Expression child : ScalaSeqs.list(expression.children())) {
      calls.addAll(inAggregateFunctions(child));
    }
    return calls;
  }

  /** The calls outside of aggregate functions, evaluated for the aggregated rows. */
  static List<ScoreExpression> outsideAggregateFunctions(Expression expression) {
    ScoreCalls found = new ScoreCalls(AggregateExpression.class::isInstance);
    found.add(expression, true);
    return found.calls;
  }

  /** Whether there was a call that can be extracted. */
  private boolean add(Expression expression, boolean evaluated) {
    if (expression instanceof LambdaFunction || excluded.test(expression)) {
      return false;
    }
    boolean always = evaluated || (expression instanceof ScoreExpression call && call.isGuarded());
    boolean found = false;
    List<Expression> unconditional =
        expression instanceof ConditionalExpression conditional
            ? ScalaSeqs.list(conditional.alwaysEvaluatedInputs())
            : null;
    for (Expression child : ScalaSeqs.list(expression.children())) {
      boolean alwaysToo =
          unconditional == null || unconditional.stream().anyMatch(input -> input == child);
      found |= add(child, always && alwaysToo);
    }
    if (!found && expression instanceof ScoreExpression call && call.deterministic() && always) {
      calls.add(call);
      return true;
    }
    return found;
  }
}
