package io.github.sparknn.estimators;

import io.github.sparknn.testing.SharedSpark;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Tables that a small network learns in a second. */
final class TestTables {
  private TestTables() {}

  /**
   * Columns id (long), a and b (double in [0, 1)), features (array&lt;float&gt; of a and b), and
   * labels that say whether a &gt; 0.5: label (int 0 or 1), digit (int 3 or 7), name (string), flag
   * (boolean).
   */
  static Dataset<Row> halves(int rows) {
    return halves(SharedSpark.session(), rows);
  }

  static Dataset<Row> halves(SparkSession spark, int rows) {
    return spark
        .range(0, rows, 1, 3)
        .selectExpr("id", "pmod(id * 37, 101) / 101.0D as a", "pmod(id * 53, 89) / 89.0D as b")
        .selectExpr(
            "*",
            "array(cast(a as float), cast(b as float)) as features",
            "cast(a > 0.5 as int) as label",
            "if(a > 0.5, 7, 3) as digit",
            "if(a > 0.5, 'right', 'left') as name",
            "a > 0.5 as flag");
  }

  static NeuralNetworkClassifier classifier() {
    return new NeuralNetworkClassifier()
        .setHiddenLayers(new int[] {8})
        .setLearningRate(0.05)
        .setBatchSize(32)
        .setEpochs(20)
        .setWorkers(2)
        .setSeed(3L);
  }

  /**
   * As {@link #halves}, with targets that are linear in a and b: number (double), 2a - 3b + 1;
   * numbers (array&lt;double&gt;), that and a + b.
   */
  static Dataset<Row> planes(int rows) {
    return planes(SharedSpark.session(), rows);
  }

  static Dataset<Row> planes(SparkSession spark, int rows) {
    return halves(spark, rows)
        .selectExpr(
            "*", "2 * a - 3 * b + 1 as number", "array(2 * a - 3 * b + 1, a + b) as numbers");
  }

  static NeuralNetworkRegressor regressor() {
    return new NeuralNetworkRegressor()
        .setLabelCol("number")
        .setLearningRate(0.05)
        .setBatchSize(32)
        .setEpochs(20)
        .setWorkers(2)
        .setSeed(3L);
  }

  /** Finds the one dimension in the two of features that are equal. */
  static NeuralNetworkAutoencoder autoencoder() {
    return new NeuralNetworkAutoencoder()
        .setHiddenLayers(new int[] {6, 1})
        .setActivation("tanh")
        .setLearningRate(0.05)
        .setBatchSize(32)
        .setEpochs(20)
        .setWorkers(2)
        .setSeed(3L);
  }
}
