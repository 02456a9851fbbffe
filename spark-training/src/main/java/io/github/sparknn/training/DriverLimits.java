package io.github.sparknn.training;

import org.apache.spark.SparkContext;

/**
 * What the driver takes of the workers' states, from which follows where their mean is made: on the
 * driver, or in slices on the executors. The bits are the same either way.
 *
 * @param local whether workers are threads of the driver, which hand their states over by reference
 * @param resultBytes that the task results of a job may take together; Long.MAX_VALUE for no limit
 * @param heapBytes of the driver's heap
 */
record DriverLimits(boolean local, long resultBytes, long heapBytes) {
  /** Spark's setting of {@link #resultBytes}, whose 0 means no limit. */
  static final String MAX_RESULT_SIZE = "spark.driver.maxResultSize";

  /** Of a job's results, what is not values of states: counters and Spark's own figures. */
  private static final long OTHER_RESULT_BYTES = 1L << 20;

  static DriverLimits of(SparkContext spark) {
    long resultBytes = spark.getConf().getSizeAsBytes(MAX_RESULT_SIZE, "1g");
    return new DriverLimits(
        spark.isLocal(),
        resultBytes > 0 ? resultBytes : Long.MAX_VALUE,
        Runtime.getRuntime().maxMemory());
  }

  /**
   * Whether executors make the mean: states are above the plan's threshold, or those of all workers
   * would take, as task results, more than three quarters of what these may or half of the heap.
   *
   * @param values parameters and optimizer state of a worker
   */
  boolean slices(long values, int workers, TrainingPlan plan) {
    long states = values * Float.BYTES * workers;
    return values > plan.sliceThreshold()
        || (!travelOutsideResults(values, workers)
            && states > Math.min(resultBytes / 4 * 3, heapBytes / 2));
  }

  private boolean travelOutsideResults(long values, int workers) {
    return local || StateExchange.isSmall(values, workers);
  }

  /** Bytes of a round's task results: the mean alone where it comes in slices. */
  long resultsOf(long values, int workers, TrainingPlan plan) {
    if (slices(values, workers, plan)) {
      return values * Float.BYTES + OTHER_RESULT_BYTES;
    }
    return travelOutsideResults(values, workers) ? 0 : values * Float.BYTES * workers;
  }
}
