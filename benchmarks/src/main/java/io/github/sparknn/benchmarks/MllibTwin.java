package io.github.sparknn.benchmarks;

import static org.apache.spark.sql.functions.col;

import io.github.sparknn.estimators.NeuralNetworkClassificationModel;
import io.github.sparknn.estimators.NeuralNetworkClassifier;
import java.util.Arrays;
import org.apache.spark.ml.classification.MultilayerPerceptronClassificationModel;
import org.apache.spark.ml.classification.MultilayerPerceptronClassifier;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A classifier 28-256-256-2 with sigmoid hidden layers and MLlib's model with the same weights.
 *
 * @param ours reads the column {@code vector}
 */
record MllibTwin(
    NeuralNetworkClassificationModel ours, MultilayerPerceptronClassificationModel mllib) {
  private static final int[] LAYERS = {ScoringTable.FEATURES, 256, 256, 2};
  private static final double TOLERANCE = 1e-5;
  private static final long SAMPLE = 1000;

  /** Trains for a while, so that the outputs differ from row to row, and copies the weights. */
  static MllibTwin train(Dataset<Row> table) {
    NeuralNetworkClassificationModel ours =
        new NeuralNetworkClassifier()
            .setFeaturesCol("vector")
            .setHiddenLayers(new int[] {LAYERS[1], LAYERS[2]})
            .setActivation("sigmoid")
            .setEpochs(5)
            .setLearningRate(3e-3)
            .setSeed(1L)
            .fit(table);
    MultilayerPerceptronClassificationModel mllib =
        new MultilayerPerceptronClassifier()
            .setFeaturesCol("vector")
            .setLayers(LAYERS)
            .setInitialWeights(Vectors.dense(mllibWeights(ours.parameters())))
            .setMaxIter(0)
            .fit(table);
    return new MllibTwin(ours, mllib);
  }

  /**
   * DL4J lays a layer's weights out as {@code [out][in]} and MLlib as {@code [in][out]}; both put
   * the biases behind them.
   */
  static double[] mllibWeights(float[] parameters) {
    double[] weights = new double[parameters.length];
    int offset = 0;
    for (int layer = 1; layer < LAYERS.length; layer++) {
      int ins = LAYERS[layer - 1];
      int outs = LAYERS[layer];
      for (int out = 0; out < outs; out++) {
        for (int in = 0; in < ins; in++) {
          weights[offset + in * outs + out] = parameters[offset + out * ins + in];
        }
      }
      offset += ins * outs;
      for (int out = 0; out < outs; out++) {
        weights[offset + out] = parameters[offset + out];
      }
      offset += outs;
    }
    return weights;
  }

  /**
   * Requires that the model gives MLlib's probabilities for the first rows of the table.
   *
   * @throws IllegalStateException if they differ
   */
  void requireSameOutputs(Dataset<Row> table, NeuralNetworkClassificationModel model) {
    Dataset<Row> sample = table.filter(col("id").lt(SAMPLE)).orderBy("id");
    Agreement.requireEqual(
        "Probabilities of MLlib and SparkNN (" + model.getEngine() + ")",
        probabilities(mllib.transform(sample)),
        probabilities(model.transform(sample)),
        TOLERANCE);
  }

  private static double[] probabilities(Dataset<Row> scored) {
    return scored.select("probability").collectAsList().stream()
        .flatMapToDouble(row -> Arrays.stream(row.<Vector>getAs(0).toArray()))
        .toArray();
  }
}
