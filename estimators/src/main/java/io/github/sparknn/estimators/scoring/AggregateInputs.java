package io.github.sparknn.estimators.scoring;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import scala.Option;
import scala.collection.Seq;

/** Calls that read aggregated values, such as {@code f(array(avg(x)))}. */
final class AggregateInputs {
  private final Aggregate aggregate;

  /** What the aggregate gives, by the canonical form of what is computed. */
  private final Map<Expression, NamedExpression> below = new LinkedHashMap<>();

  private AggregateInputs(Aggregate aggregate) {
    this.aggregate = aggregate;
  }

  /** The same with those calls in a projection above the aggregate; null where there are none. */
  static Project split(Aggregate aggregate) {
    List<NamedExpression> outputs = ScalaSeqs.list(aggregate.aggregateExpressions());
    return outputs.stream().anyMatch(AggregateInputs::hasCalls)
        ? new AggregateInputs(aggregate).split(outputs)
        : null;
  }

  private static boolean hasCalls(NamedExpression output) {
    return !ScoreCalls.outsideAggregateFunctions((Expression) output).isEmpty();
  }

  private Project split(List<NamedExpression> outputs) {
    List<NamedExpression> above =
        outputs.stream()
            .map(output -> hasCalls(output) ? replaced(output) : given(output))
            .toList();
    Aggregate reduced =
        new Aggregate(
            aggregate.groupingExpressions(),
            ScalaSeqs.seq(List.copyOf(below.values())),
            aggregate.child());
    return new Project(ScalaSeqs.seq(above), reduced);
  }

  private NamedExpression given(NamedExpression output) {
    below.put((Expression) output.toAttribute(), output);
    return output.toAttribute();
  }

  private NamedExpression replaced(NamedExpression output) {
    return (NamedExpression) ((Expression) output).transformDown(Rewrites.of(this::attribute));
  }

  /** The value that the aggregate gives for the expression; null where it is none of its own. */
  private Expression attribute(Expression expression) {
    boolean computed =
        expression instanceof AggregateExpression
            || ScalaSeqs.list(aggregate.groupingExpressions()).stream()
                .anyMatch(expression::semanticEquals);
    return computed
        ? below.computeIfAbsent(expression.canonicalized(), key -> named(expression)).toAttribute()
        : null;
  }

  private static NamedExpression named(Expression expression) {
    Seq<String> none = ScalaSeqs.seq(List.of());
    return expression instanceof Attribute attribute
        ? attribute
        : new Alias(
            expression, "aggregated", NamedExpression.newExprId(), none, Option.empty(), none);
  }
}
