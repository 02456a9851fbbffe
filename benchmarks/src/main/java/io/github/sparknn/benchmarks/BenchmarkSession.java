package io.github.sparknn.benchmarks;

import org.apache.spark.sql.SparkSession;

/** The Spark session of a benchmark: the default one, or one that ends with the benchmark. */
final class BenchmarkSession implements AutoCloseable {
  private final SparkSession spark;
  private final boolean own;

  private BenchmarkSession(SparkSession spark, boolean own) {
    this.spark = spark;
    this.own = own;
  }

  /**
   * Takes the session there is, or starts one with one native thread a worker and this JVM's class
   * path on its executors.
   *
   * @param master null = system property {@code spark.master}, else local[2]
   */
  static BenchmarkSession open(String master) {
    if (SparkSession.getDefaultSession().isDefined()) {
      return new BenchmarkSession(SparkSession.getDefaultSession().get(), false);
    }
    SparkSession spark =
        SparkSession.builder()
            .appName("sparknn-benchmarks")
            .master(master == null ? System.getProperty("spark.master", "local[2]") : master)
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.maxResultSize", "0")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.shuffle.partitions", "4")
            .config("spark.executorEnv.OMP_NUM_THREADS", "1")
            .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
            .getOrCreate();
    return new BenchmarkSession(spark, true);
  }

  SparkSession spark() {
    return spark;
  }

  @Override
  public void close() {
    if (own) {
      spark.stop();
    }
  }
}
