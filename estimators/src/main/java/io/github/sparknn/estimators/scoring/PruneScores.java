package io.github.sparknn.estimators.scoring;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeSet;
import org.apache.spark.sql.catalyst.expressions.UserDefinedGenerator;
import org.apache.spark.sql.catalyst.optimizer.CollapseProject$;
import org.apache.spark.sql.catalyst.optimizer.ColumnPruning$;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.Generate;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.rules.Rule;

/**
 * Removes scores that nobody reads: single outputs, or the whole of scoring and then the columns
 * that only scoring read.
 */
final class PruneScores extends Rule<LogicalPlan> {

  @Override
  public LogicalPlan apply(LogicalPlan plan) {
    LogicalPlan result = (LogicalPlan) plan.transformUp(Rewrites.of(PruneScores::pruned));
    return result.fastEquals(plan)
        ? plan
        : ColumnPruning$.MODULE$.apply(CollapseProject$.MODULE$.apply(result));
  }

  private static LogicalPlan pruned(LogicalPlan plan) {
    return plan instanceof Project project ? pruned(project, project.child()) : null;
  }

  /** The projection over the child with less scoring; null where there is none to spare. */
  private static LogicalPlan pruned(Project project, LogicalPlan child) {
    AttributeSet read = project.references();
    if (child instanceof Filter filter) {
      LogicalPlan scoring = pruned(filter.child(), read.$plus$plus(filter.references()));
      return scoring == null
          ? null
          : new Project(project.projectList(), new Filter(filter.condition(), scoring));
    }
    LogicalPlan scoring = pruned(child, read);
    return scoring == null ? null : new Project(project.projectList(), scoring);
  }

  private static LogicalPlan pruned(LogicalPlan plan, AttributeSet read) {
    ScoreFunction function = ScoreFunction.of(plan);
    if (function == null) {
      return null;
    }
    Generate scoring = (Generate) plan;
    List<Attribute> outputs = ScalaSeqs.list(scoring.generatorOutput());
    int[] used =
        IntStream.range(0, outputs.size()).filter(i -> read.contains(outputs.get(i))).toArray();
    if (used.length == outputs.size()) {
      return null;
    }
    return used.length == 0 ? scoring.child() : keeping(scoring, function.keeping(used), used);
  }

  private static Generate keeping(Generate scoring, ScoreFunction function, int[] used) {
    List<Attribute> outputs = new ArrayList<>();
    for (int position : used) {
      outputs.add(scoring.generatorOutput().apply(position));
    }
    UserDefinedGenerator generator = (UserDefinedGenerator) scoring.generator();
    return new Generate(
        new UserDefinedGenerator(function.schema(), function, generator.children()),
        scoring.unrequiredChildIndex(),
        scoring.outer(),
        scoring.qualifier(),
        ScalaSeqs.seq(outputs),
        scoring.child());
  }
}
