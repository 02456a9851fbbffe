package io.github.sparknn.estimators;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Trains and evaluates on executors of their own processes, with Kryo for a serializer, and saves
 * the classifier: arguments master and path.
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
      Dataset<Row> halves = TestTables.halves(spark, 500);
      NeuralNetworkClassificationModel model = RepeatabilityIT.classifier().fit(halves);
      model.save(args[1]);
      assertThat(model.evaluate(halves).rows()).isEqualTo(500);
      validate(spark);
    } finally {
      spark.stop();
    }
  }

  private static void validate(SparkSession spark) {
    Dataset<Row> planes = TestTables.planes(spark, 500).selectExpr("*", "id % 5 = 0 as held");
    assertThat(
            TestTables.regressor()
                .setEpochs(1)
                .setValidationIndicatorCol("held")
                .fit(planes)
                .summary()
                .evaluation())
        .hasValueSatisfying(evaluation -> assertThat(evaluation.rows()).isEqualTo(100));
  }
}
