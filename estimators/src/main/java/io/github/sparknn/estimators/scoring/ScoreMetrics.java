package io.github.sparknn.estimators.scoring;

import java.io.Serializable;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.execution.metric.SQLMetric;
import org.apache.spark.sql.execution.metric.SQLMetrics;
import scala.Option;
import scala.collection.immutable.Map;

/** What the SQL page of Spark's UI shows at the node. */
record ScoreMetrics(SQLMetric rows, SQLMetric batches, SQLMetric nanos) implements Serializable {

  static ScoreMetrics create(SparkContext context) {
    return new ScoreMetrics(
        SQLMetrics.createMetric(context, "number of output rows"),
        SQLMetrics.createMetric(context, "number of scored batches"),
        nanoTiming(context, "time in scoring"));
  }

  /** As Spark's createNanoTimingMetric, which has other parameters in 3.4 than in 3.5. */
  private static SQLMetric nanoTiming(SparkContext context, String name) {
    SQLMetric metric = new SQLMetric("nsTiming", -1);
    metric.register(context, Option.apply(name), false);
    return metric;
  }

  Map<String, SQLMetric> byName() {
    return new Map.Map3<>("numOutputRows", rows, "numBatches", batches, "scoringTime", nanos);
  }
}
