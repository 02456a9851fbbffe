package io.github.sparknn.estimators.scoring;

import io.github.sparknn.testing.SharedSpark;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The tables and shorthands of the tests in this package. */
abstract class ScoringTestBase {
  static final SparkSession SPARK = SharedSpark.session();
  static final String[] FEATURES = {"features"};

  /**
   * Rows 0 .. rows-1 with {@code id}, {@code name} ("n0"), {@code features} = [id, 0.5] (sum: id +
   * 0.5).
   */
  static Dataset<Row> table(long rows, int partitions) {
    return SPARK
        .range(0, rows, 1, partitions)
        .selectExpr("id", "concat('n', id) as name", "array(double(id), double(0.5)) as features");
  }

  static Dataset<Row> score(Dataset<Row> table, BatchModel model) {
    return BatchScoring.score(table, FEATURES, model);
  }

  static List<Double> doubles(Dataset<Row> df, String column) {
    return df.select(column).as(Encoders.DOUBLE()).collectAsList();
  }

  /** The physical plan; before it runs, where it is adaptive. */
  static String plan(Dataset<?> df) {
    return df.queryExecution().executedPlan().toString();
  }

  /** A configuration for the time of an action. */
  static void with(String key, Object value, Runnable action) {
    String before = SPARK.conf().get(key, null);
    SPARK.conf().set(key, value.toString());
    try {
      action.run();
    } finally {
      if (before == null) {
        SPARK.conf().unset(key);
      } else {
        SPARK.conf().set(key, before);
      }
    }
  }
}
