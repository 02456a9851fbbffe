package io.github.sparknn.estimators.scoring;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.UserDefinedGenerator;
import org.apache.spark.sql.catalyst.plans.logical.Generate;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.SparkStrategy;
import scala.Option;
import scala.collection.Seq;

/** Plans our Generate nodes as {@link BatchScoreExec}. */
final class ScoreStrategy extends SparkStrategy {

  @Override
  public Seq<SparkPlan> apply(LogicalPlan plan) {
    ScoreFunction function = ScoreFunction.of(plan);
    return ScalaSeqs.seq(function == null ? List.of() : List.of(plan((Generate) plan, function)));
  }

  private SparkPlan plan(Generate generate, ScoreFunction function) {
    LogicalPlan child = generate.child();
    List<Attribute> inputs = new ArrayList<>();
    List<NamedExpression> computed = new ArrayList<>();
    UserDefinedGenerator generator = (UserDefinedGenerator) generate.generator();
    for (Expression input : ScalaSeqs.list(generator.children())) {
      // The optimizer may put an expression in an attribute's place, such as a constant or a
      // struct's field.
      if (!(input instanceof Attribute)) {
        input = alias(input);
        computed.add((NamedExpression) input);
      }
      inputs.add(((NamedExpression) input).toAttribute());
    }
    if (!computed.isEmpty()) {
      List<NamedExpression> columns = new ArrayList<>(ScalaSeqs.list(child.output()));
      columns.addAll(computed);
      child = new Project(ScalaSeqs.seq(columns), child);
    }
    return new BatchScoreExec(
        function,
        ScalaSeqs.seq(inputs),
        generate.requiredChildOutput(),
        generate.generatorOutput(),
        planLater(child));
  }

  private static Alias alias(Expression input) {
    Seq<String> none = ScalaSeqs.seq(List.of());
    return new Alias(input, "input", NamedExpression.newExprId(), none, Option.empty(), none);
  }
}
