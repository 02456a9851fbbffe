package io.github.sparknn.benchmarks;

import static org.apache.spark.sql.functions.col;

import io.github.sparknn.estimators.NeuralNetworkClassificationModel;
import io.github.sparknn.estimators.NeuralNetworkClassifier;
import java.util.function.UnaryOperator;
import org.apache.spark.ml.classification.MultilayerPerceptronClassificationModel;
import org.apache.spark.ml.classification.MultilayerPerceptronClassifier;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A classifier 28-256-256-2 with sigmoid hidden layers, and MLlib's and ONNX Runtime's with the
 * same weights.
 *
 * @param ours reads the column {@code vector}
 * @param onnx reads the column {@code array}, see {@link OnnxScoring}
 */
record ScoringTwins(
    NeuralNetworkClassificationModel ours,
    MultilayerPerceptronClassificationModel mllib,
    byte[] onnx) {
  private static final int[] LAYERS = {ScoringTable.FEATURES, 256, 256, 2};
  private static final double TOLERANCE = 1e-5;
  private static final long SAMPLE = 10_000;

  /** Trains for a while, so that the outputs differ from row to row, and copies the weights. */
  static ScoringTwins train(Dataset<Row> table) {
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
    return new ScoringTwins(ours, mllib, OnnxNetwork.bytes(ours.parameters(), LAYERS));
  }

  /**
   * DL4J lays a layer's weights out as {@code [out][in]} and MLlib as {@code [in][out]}; both put
   * the biases behind them.
   */
  private static double[] mllibWeights(float[] parameters) {
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

  /** The second of a Spark ML model's class probabilities, as ONNX Runtime's contenders give it. */
  static Column secondProbability() {
    return functions.vector_to_array(col("probability"), "float64").getItem(1);
  }

  /**
   * Requires that a contender gives MLlib's second probability for the first rows of the table.
   *
   * @param scored adds {@code probability}, a number or a vector
   * @throws IllegalStateException if they differ
   */
  void requireSameOutputs(String name, Dataset<Row> table, UnaryOperator<Dataset<Row>> scored) {
    Dataset<Row> sample = table.filter(col("id").lt(SAMPLE));
    Agreement.requireEqual(
        "Probabilities of MLlib and " + name,
        probabilities(mllib.transform(sample)),
        probabilities(scored.apply(sample)),
        TOLERANCE);
  }

  private static double[] probabilities(Dataset<Row> scored) {
    boolean number = scored.schema().apply("probability").dataType().typeName().equals("double");
    Column probability = number ? col("probability") : secondProbability();
    return scored.select(col("id"), probability).orderBy("id").collectAsList().stream()
        .mapToDouble(row -> row.getDouble(1))
        .toArray();
  }
}
