package io.github.sparknn.estimators.scoring;

import java.io.Serializable;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.execution.metric.SQLMetric;
import org.apache.spark.sql.execution.metric.SQLMetrics;
import scala.collection.immutable.Map;

/** What the SQL page of Spark's UI shows at the node. */
record ScoreMetrics(SQLMetric rows, SQLMetric batches, SQLMetric nanos) implements Serializable {

  static ScoreMetrics create(SparkContext context) {
    return new ScoreMetrics(
        SQLMetrics.createMetric(context, "number of output rows"),
        SQLMetrics.createMetric(context, "number of scored batches"),
        SQLMetrics.createNanoTimingMetric(context, "time in scoring", -1));
  }

  Map<String, SQLMetric> byName() {
    return new Map.Map3<>("numOutputRows", rows, "numBatches", batches, "scoringTime", nanos);
  }
}
