package io.github.sparknn.testing;

import org.apache.spark.sql.SparkSession;

/** One Spark session for all tests of a JVM: local[2], UTC, loopback, no UI, four shuffle tasks. */
public final class SharedSpark {
  private static SparkSession session;

  private SharedSpark() {}

  /** The session; started at the first call, and again when a test has stopped it. */
  public static synchronized SparkSession session() {
    if (session == null || session.sparkContext().isStopped()) {
      session =
          SparkSession.builder()
              .master("local[2]")
              .appName("sparknn-tests")
              .config("spark.ui.enabled", "false")
              .config("spark.driver.host", "127.0.0.1")
              .config("spark.driver.bindAddress", "127.0.0.1")
              .config("spark.sql.session.timeZone", "UTC")
              .config("spark.sql.shuffle.partitions", "4")
              .config("spark.sql.warehouse.dir", "target/spark-warehouse")
              .getOrCreate();
    }
    return session;
  }
}
