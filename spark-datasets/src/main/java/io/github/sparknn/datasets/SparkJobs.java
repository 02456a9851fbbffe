package io.github.sparknn.datasets;

import java.util.function.Supplier;
import org.apache.spark.SparkException;

/** Runs Spark jobs so that bad input surfaces as the error that its reader threw. */
final class SparkJobs {
  private SparkJobs() {}

  /**
   * The job's result.
   *
   * @throws IllegalArgumentException if a task failed with one; same message, Spark's exception as
   *     cause
   */
  static <T> T run(Supplier<T> job) {
    try {
      return job.get();
    } catch (Exception failure) { // Scala throws SparkException, a checked one, undeclared.
      if (failure instanceof SparkException) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
          if (cause instanceof IllegalArgumentException) {
            throw new IllegalArgumentException(cause.getMessage(), failure);
          }
        }
      }
      throw failure;
    }
  }
}
