package io.github.sparknn.benchmarks;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.SaveMode;

/** Where a benchmark's rows go. */
final class Sinks {
  private Sinks() {}

  /** Computes every row and drops it. */
  static void noop(Dataset<?> data) {
    data.write().format("noop").mode(SaveMode.Overwrite).save();
  }

  /** Replaces what is at the path. */
  static void parquet(Dataset<?> data, String path) {
    data.write().mode(SaveMode.Overwrite).parquet(path);
  }
}
