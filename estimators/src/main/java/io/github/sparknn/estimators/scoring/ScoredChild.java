package io.github.sparknn.estimators.scoring;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.UserDefinedGenerator;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.Generate;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.types.StructField;
import scala.Option;
import scala.PartialFunction;

/** A plan with nodes that score put on top of it, one for each call. */
final class ScoredChild {
  /** By the calls' canonical form. */
  private final Map<Expression, Attribute> scores = new HashMap<>();

  private LogicalPlan plan;

  /** Nothing is scored yet, but what a filter scores. */
  ScoredChild(LogicalPlan child) {
    plan = child;
    if (child instanceof Filter filter) {
      addFilter(filter);
    }
  }

  LogicalPlan plan() {
    return plan;
  }

  boolean hasScores() {
    return !scores.isEmpty();
  }

  void add(List<ScoreExpression> calls) {
    for (ScoreExpression call : calls) {
      if (!scores.containsKey(call.canonicalized())) {
        Attribute score = attribute(call);
        scores.put(call.canonicalized(), score);
        plan = scoring(call, score, plan);
      }
    }
  }

  /** Puts the scores in the place of the calls. */
  PartialFunction<Expression, Expression> replace() {
    return Rewrites.of(
        expression ->
            expression instanceof ScoreExpression ? scores.get(expression.canonicalized()) : null);
  }

  /** Conditions that need no scores, up to the first that is not deterministic, stay below. */
  private void addFilter(Filter filter) {
    List<Expression> below = new ArrayList<>();
    List<Expression> above = new ArrayList<>();
    List<ScoreExpression> calls = new ArrayList<>();
    boolean movable = true;
    for (Expression condition : conjuncts(GuardedCalls.guard(filter.condition()))) {
      movable &= condition.deterministic();
      List<ScoreExpression> found = ScoreCalls.in(condition);
      calls.addAll(found);
      (movable && found.isEmpty() ? below : above).add(condition);
    }
    if (!calls.isEmpty()) {
      plan = below.isEmpty() ? filter.child() : new Filter(and(below), filter.child());
      add(calls);
      plan = new Filter((Expression) and(above).transformDown(replace()), plan);
    }
  }

  private static List<Expression> conjuncts(Expression condition) {
    if (condition instanceof And and) {
      List<Expression> all = new ArrayList<>(conjuncts(and.left()));
      all.addAll(conjuncts(and.right()));
      return all;
    }
    return List.of(condition);
  }

  private static Expression and(List<Expression> conditions) {
    return conditions.stream().reduce(And::new).orElseThrow();
  }

  private static Attribute attribute(ScoreExpression call) {
    StructField output = call.function().schema().apply(0);
    return new AttributeReference(
        call.prettyName(),
        output.dataType(),
        true,
        output.metadata(),
        NamedExpression.newExprId(),
        ScalaSeqs.seq(List.of()));
  }

  private static Generate scoring(ScoreExpression call, Attribute score, LogicalPlan child) {
    return new Generate(
        new UserDefinedGenerator(call.function().schema(), call.function(), call.children()),
        ScalaSeqs.seq(List.of()),
        false,
        Option.empty(),
        ScalaSeqs.seq(List.of(score)),
        child);
  }
}
