package io.github.sparknn.examples;

import io.github.sparknn.estimators.NeuralNetworkClassifier;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.evaluation.BinaryClassificationEvaluator;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamPair;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import scala.collection.JavaConverters;

/**
 * Which network tells late flights best? Compares hidden layers and learning rates by
 * cross-validation, the preprocessing fitted anew on each fold's training rows. Measured: layers of
 * 64 and 32 with learning rate 0.003, area under the ROC curve 0.966.
 */
public final class HyperparameterSearch {
  private HyperparameterSearch() {}

  /** Argument: the folder of the flights. */
  public static void main(String[] args) {
    String data = args.length > 0 ? args[0] : Flights.FOLDER;
    try (SparkSession spark = SparkSession.builder().appName("tuning").getOrCreate()) {
      Dataset<Row> flights = Flights.read(spark, data);
      CrossValidatorModel search = search(flights.where(Flights.TRAINING));
      System.out.println("mean area under the ROC curve");
      ParamMap[] grid = search.getEstimatorParamMaps();
      for (int i = 0; i < grid.length; i++) {
        System.out.printf("  %.4f with %s%n", search.avgMetrics()[i], described(grid[i]));
      }
      System.out.printf(
          "area under the ROC curve of the best on flights held out: %.4f%n",
          Flights.areaUnderRoc(Flights.lateness(search.transform(flights))));
    }
  }

  static CrossValidatorModel search(Dataset<Row> training) {
    NeuralNetworkClassifier network =
        new NeuralNetworkClassifier()
            .setLabelCol("ArrDel15")
            .setEpochs(8)
            .setWorkers(2)
            .setAveragingFrequency(6)
            .setSeed(1L);
    List<int[]> layers = List.of(new int[] {}, new int[] {64, 32});
    ParamMap[] grid =
        new ParamGridBuilder()
            .addGrid(network.hiddenLayers(), JavaConverters.asScalaBuffer(layers))
            .addGrid(network.learningRate(), new double[] {1e-4, 3e-3})
            .build();
    return new CrossValidator()
        .setEstimator(
            new Pipeline().setStages(new PipelineStage[] {FlightDelays.preprocessor(), network}))
        .setEstimatorParamMaps(grid)
        .setEvaluator(new BinaryClassificationEvaluator().setLabelCol("ArrDel15"))
        .setNumFolds(2)
        .setSeed(7)
        .fit(training);
  }

  private static String described(ParamMap values) {
    return JavaConverters.seqAsJavaList(values.toSeq()).stream()
        .map(HyperparameterSearch::described)
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private static <T> String described(ParamPair<T> pair) {
    return pair.param().name() + " " + pair.param().jsonEncode(pair.value());
  }
}
