package io.github.sparknn.jobs;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;

/**
 * The number of a table's rows, counted while a query writes them. Spark tells it when that query
 * ends, which is never where the output takes the rows as an RDD, as Kafka's does: that is no query
 * to Spark.
 */
final class RowCount {
  private static final String ROWS = "rows";

  private final Observation observation = new Observation();

  /** The table, to be used once, whose rows are counted. */
  Dataset<Row> observe(Dataset<Row> table) {
    return table.observe(observation, count(lit(1)).as(ROWS));
  }

  /**
   * The number of rows, once they are written.
   *
   * @param limit how long to wait for Spark to tell it
   * @return empty where Spark has not told it by then
   */
  OptionalLong await(Duration limit) {
    FutureTask<Long> told = new FutureTask<>(() -> (Long) observation.getAsJava().get(ROWS));
    Thread waiting = new Thread(told, "sparknn-row-count"); // it waits without a limit of its own
    waiting.setDaemon(true);
    waiting.start();
    return Failures.explain(
        "count the rows",
        () -> {
          try {
            return OptionalLong.of(told.get(limit.toMillis(), TimeUnit.MILLISECONDS));
          } catch (TimeoutException late) {
            return OptionalLong.empty();
          } finally {
            told.cancel(true);
          }
        });
  }
}
