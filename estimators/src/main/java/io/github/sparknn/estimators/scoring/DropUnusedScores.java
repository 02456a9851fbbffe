package io.github.sparknn.estimators.scoring;

import org.apache.spark.sql.catalyst.expressions.AttributeSet;
import org.apache.spark.sql.catalyst.optimizer.CollapseProject$;
import org.apache.spark.sql.catalyst.optimizer.ColumnPruning$;
import org.apache.spark.sql.catalyst.plans.logical.Generate;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.rules.Rule;
import scala.Function1;
import scala.runtime.AbstractPartialFunction;

/** Removes scoring whose outputs nobody reads, and then the columns that only scoring read. */
final class DropUnusedScores extends Rule<LogicalPlan> {

  @Override
  public LogicalPlan apply(LogicalPlan plan) {
    LogicalPlan result = plan.transformUp(new DropScores());
    return result.fastEquals(plan)
        ? plan
        : ColumnPruning$.MODULE$.apply(CollapseProject$.MODULE$.apply(result));
  }

  private static boolean isUnused(LogicalPlan plan) {
    if (!(plan instanceof Project project) || ScoreFunction.of(project.child()) == null) {
      return false;
    }
    AttributeSet scores = ((Generate) project.child()).producedAttributes();
    return project.references().intersect(scores).isEmpty();
  }

  private static final class DropScores extends AbstractPartialFunction<LogicalPlan, LogicalPlan> {
    @Override
    public boolean isDefinedAt(LogicalPlan plan) {
      return isUnused(plan);
    }

    @Override
    @SuppressWarnings("unchecked")
    public <A extends LogicalPlan, B> B applyOrElse(A plan, Function1<A, B> otherwise) {
      if (!isUnused(plan)) {
        return otherwise.apply(plan);
      }
      Project project = (Project) (LogicalPlan) plan;
      Generate scoring = (Generate) project.child();
      return (B) new Project(project.projectList(), scoring.child());
    }
  }
}
