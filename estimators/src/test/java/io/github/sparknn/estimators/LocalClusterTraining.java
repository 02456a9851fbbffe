package io.github.sparknn.estimators;

import java.io.IOException;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.sql.SparkSession;

/**
 * Trains on executors of their own processes, with Kryo for a serializer, and saves the model:
 * arguments master and path.
 */
final class LocalClusterTraining {
  private LocalClusterTraining() {}

  /** Runs the program. */
  public static void main(String[] args) throws IOException {
    SparkSession spark =
        SparkSession.builder()
            .master(args[0])
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.executor.memory", "1g")
            .config("spark.serializer", KryoSerializer.class.getName())
            .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
            .getOrCreate();
    try {
      RepeatabilityIT.classifier().fit(TestTables.halves(spark, 500)).save(args[1]);
    } finally {
      spark.stop();
    }
  }
}
