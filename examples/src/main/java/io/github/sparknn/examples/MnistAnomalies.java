package io.github.sparknn.examples;

import io.github.sparknn.estimators.NeuralNetworkAutoencoder;
import io.github.sparknn.estimators.NeuralNetworkAutoencoderModel;
import org.apache.spark.ml.evaluation.BinaryClassificationEvaluator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Learns the handwritten digits 1 to 9 and finds the 0s among the test images by the error of their
 * reconstruction. First: {@code bin/fetch-data mnist}.
 */
public final class MnistAnomalies {
  private MnistAnomalies() {}

  /** Argument: the folder of the four IDX files. */
  public static void main(String[] args) {
    String folder = args.length > 0 ? args[0] : "data/mnist";
    try (SparkSession spark = SparkSession.builder().appName("mnist-anomalies").getOrCreate()) {
      NeuralNetworkAutoencoderModel model =
          new NeuralNetworkAutoencoder()
              .setHiddenLayers(new int[] {64, 16})
              .setEpochs(5)
              .setWorkers(2)
              .setAveragingFrequency(20)
              .setSeed(1L)
              .fit(Mnist.digits(spark, folder + "/train").where("label <> 0"));
      Dataset<Row> test =
          model
              .transform(Mnist.digits(spark, folder + "/t10k"))
              .selectExpr("reconstructionError", "double(label = 0) AS unknown");
      System.out.printf(
          "area under the ROC curve: %.4f%n",
          new BinaryClassificationEvaluator()
              .setRawPredictionCol("reconstructionError")
              .setLabelCol("unknown")
              .evaluate(test));
    }
  }
}
