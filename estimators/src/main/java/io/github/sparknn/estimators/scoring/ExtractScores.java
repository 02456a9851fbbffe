package io.github.sparknn.estimators.scoring;

import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;
import org.apache.spark.sql.catalyst.optimizer.CollapseProject$;
import org.apache.spark.sql.catalyst.optimizer.ColumnPruning$;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.plans.logical.Sort;
import org.apache.spark.sql.catalyst.rules.Rule;
import scala.PartialFunction;

/**
 * Takes the calls of scoring functions out of projections, filters, aggregates and sorts, so that
 * they are computed in batches below. A filter's other conditions stay below the scoring; what a
 * filter has scored, the node over it does not score again. Calls in other nodes and those that
 * {@link ScoreCalls} leaves out are computed row by row.
 */
final class ExtractScores extends Rule<LogicalPlan> {

  @Override
  public LogicalPlan apply(LogicalPlan plan) {
    LogicalPlan result = (LogicalPlan) plan.transformDown(Rewrites.of(ExtractScores::extracted));
    return result.fastEquals(plan)
        ? plan
        : CollapseProject$.MODULE$.apply(ColumnPruning$.MODULE$.apply(result));
  }

  /** The same with scoring below; null where there is nothing to extract. */
  private static LogicalPlan extracted(LogicalPlan plan) {
    if (plan instanceof Filter) {
      LogicalPlan filtered = new ScoredChild(plan).plan();
      return filtered == plan ? null : new Project(ScalaSeqs.widen(plan.output()), filtered);
    } else if (plan instanceof Aggregate aggregate) {
      Aggregate guarded = (Aggregate) guarded(aggregate);
      Project above = AggregateInputs.split(guarded);
      return above == null ? scoredBelow(guarded) : extracted(above);
    } else if (plan instanceof Project || plan instanceof Sort) {
      return scoredBelow(guarded(plan));
    }
    return null;
  }

  private static LogicalPlan guarded(LogicalPlan plan) {
    return (LogicalPlan) plan.mapExpressions(GuardedCalls::guard);
  }

  private static LogicalPlan scoredBelow(LogicalPlan plan) {
    boolean aggregates = plan instanceof Aggregate;
    ScoredChild child = new ScoredChild(plan.children().apply(0));
    for (Expression expression : ScalaSeqs.list(plan.expressions())) {
      child.add(
          aggregates ? ScoreCalls.inAggregateFunctions(expression) : ScoreCalls.in(expression));
    }
    if (!child.hasScores()) {
      return null;
    }
    LogicalPlan result =
        (LogicalPlan)
            plan.transformExpressionsDown(
                aggregates ? inAggregateFunctions(child.replace()) : child.replace());
    result = result.withNewChildren(ScalaSeqs.seq(List.of(child.plan())));
    return plan instanceof Sort ? new Project(ScalaSeqs.widen(plan.output()), result) : result;
  }

  private static PartialFunction<Expression, Expression> inAggregateFunctions(
      PartialFunction<Expression, Expression> replace) {
    return Rewrites.of(
        expression ->
            expression instanceof AggregateExpression ? expression.transformDown(replace) : null);
  }
}
