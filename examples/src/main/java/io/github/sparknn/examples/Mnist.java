package io.github.sparknn.examples;

import io.github.sparknn.estimators.NeuralNetworkClassificationModel;
import io.github.sparknn.estimators.NeuralNetworkClassifier;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Reads handwritten digits with a network of one hidden layer. First: {@code bin/fetch-data mnist}.
 */
public final class Mnist {
  private Mnist() {}

  /** Argument: the folder of the four IDX files. */
  public static void main(String[] args) {
    String folder = args.length > 0 ? args[0] : "data/mnist";
    try (SparkSession spark = SparkSession.builder().appName("mnist").getOrCreate()) {
      NeuralNetworkClassificationModel model =
          new NeuralNetworkClassifier()
              .setHiddenLayers(new int[] {128})
              .setDropout(0.2)
              .setEpochs(5)
              .setBatchSize(32)
              .setWorkers(2)
              .setAveragingFrequency(10)
              .setSeed(1L)
              .fit(digits(spark, folder + "/train"));
      model.report().ifPresent(report -> System.out.println(report.toTable()));
      System.out.printf(
          "accuracy: %.4f%n",
          new MulticlassClassificationEvaluator()
              .setMetricName("accuracy")
              .evaluate(model.transform(digits(spark, folder + "/t10k"))));
    }
  }

  /** Columns features, float[1, 28, 28] of 0 to 1, and label. */
  static Dataset<Row> digits(SparkSession spark, String prefix) {
    return spark
        .read()
        .format("idx")
        .option("labels", prefix + "-labels-idx1-ubyte")
        .option("scale", 1 / 255.0)
        .load(prefix + "-images-idx3-ubyte");
  }
}
