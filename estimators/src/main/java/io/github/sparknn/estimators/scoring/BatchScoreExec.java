package io.github.sparknn.estimators.scoring;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.AttributeSet;
import org.apache.spark.sql.catalyst.expressions.AttributeSet$;
import org.apache.spark.sql.catalyst.expressions.SortOrder;
import org.apache.spark.sql.catalyst.plans.physical.Partitioning;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.UnaryExecNode;
import org.apache.spark.sql.execution.metric.SQLMetric;
import scala.collection.IndexedSeq;
import scala.collection.Seq;
import scala.collection.immutable.Map;

/**
 * The physical node {@code BatchScore model-id, [inputs], [pass-through], [scores]}: the child's
 * pass-through columns and the model's outputs, computed batch by batch, rows in the child's order.
 * Internal: public because Spark copies it by reflection.
 */
public final class BatchScoreExec extends SparkPlan implements UnaryExecNode {
  private final ScoreFunction function;
  private final Seq<Attribute> inputs;
  private final Seq<Attribute> passThrough;
  private final Seq<Attribute> scores;
  private final SparkPlan child;
  private transient ScoreMetrics metrics;

  /**
   * For Spark, which calls it with the product elements: they and the arguments are the same, in
   * order.
   */
  public BatchScoreExec(
      ScoreFunction function,
      Seq<Attribute> inputs,
      Seq<Attribute> passThrough,
      Seq<Attribute> scores,
      SparkPlan child) {
    this.function = function;
    this.inputs = inputs;
    this.passThrough = passThrough;
    this.scores = scores;
    this.child = child;
  }

  @Override
  public RDD<InternalRow> doExecute() {
    ScoreTask task =
        new ScoreTask(function, child.output(), inputs, passThrough, scores, scoreMetrics());
    return child.execute().toJavaRDD().mapPartitions(task, true).rdd();
  }

  @Override
  public Seq<Attribute> output() {
    List<Attribute> all = new ArrayList<>(ScalaSeqs.list(passThrough));
    all.addAll(ScalaSeqs.list(scores));
    return ScalaSeqs.seq(all);
  }

  @Override
  public AttributeSet producedAttributes() {
    return AttributeSet$.MODULE$.apply(ScalaSeqs.widen(scores));
  }

  @Override
  public Partitioning outputPartitioning() {
    return child.outputPartitioning();
  }

  @Override
  public Seq<SortOrder> outputOrdering() {
    return child.outputOrdering();
  }

  @Override
  public Map<String, SQLMetric> metrics() {
    return scoreMetrics().byName();
  }

  private synchronized ScoreMetrics scoreMetrics() {
    if (metrics == null) {
      metrics = ScoreMetrics.create(sparkContext());
    }
    return metrics;
  }

  @Override
  public SparkPlan child() {
    return child;
  }

  @Override
  public Seq<SparkPlan> children() {
    return UnaryExecNode.super.children();
  }

  @Override
  public SparkPlan withNewChildrenInternal(IndexedSeq<SparkPlan> children) {
    return withNewChildInternal(children.apply(0));
  }

  @Override
  public SparkPlan withNewChildInternal(SparkPlan newChild) {
    return new BatchScoreExec(function, inputs, passThrough, scores, newChild);
  }

  @Override
  public String verboseStringWithOperatorId() {
    return UnaryExecNode.super.verboseStringWithOperatorId();
  }

  /**
   * What Scala's compiler gives every class that mixes in UnaryExecNode; the JVM calls it, javac
   * does not see it.
   */
  public String org$apache$spark$sql$execution$UnaryExecNode$$super$formattedNodeName() {
    return super.formattedNodeName();
  }

  @Override
  public int productArity() {
    return 5;
  }

  @Override
  public Object productElement(int index) {
    return switch (index) {
      case 0 -> function;
      case 1 -> inputs;
      case 2 -> passThrough;
      case 3 -> scores;
      case 4 -> child;
      default -> throw new IndexOutOfBoundsException(index);
    };
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof BatchScoreExec;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BatchScoreExec that
        && function.equals(that.function)
        && inputs.equals(that.inputs)
        && passThrough.equals(that.passThrough)
        && scores.equals(that.scores)
        && child.equals(that.child);
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }
}
