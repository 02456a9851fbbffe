package io.github.sparknn.examples;

import io.github.sparknn.estimators.NeuralNetworkRegressor;
import io.github.sparknn.preprocessing.TablePreprocessor;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.evaluation.RegressionEvaluator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** How many runs does a baseball player score in a season, by the rest of the season's figures? */
public final class BaseballRuns {
  private BaseballRuns() {}

  /** Argument: the folder of the seasons. */
  public static void main(String[] args) {
    String data = args.length > 0 ? args[0] : "examples/target/data/baseball";
    try (SparkSession spark = SparkSession.builder().appName("baseball-runs").getOrCreate()) {
      Dataset<Row> seasons =
          spark
              .read()
              .option("header", true)
              .option("inferSchema", true)
              .csv(data)
              .where("AtBatting >= 50");
      String number = "pmod(xxhash64(playerID, yearID, playerStint), 5)";
      PipelineModel model = pipeline().fit(seasons.where(number + " > 0"));

      Dataset<Row> scored = model.transform(seasons.where(number + " = 0"));
      RegressionEvaluator evaluator = new RegressionEvaluator().setLabelCol("runs");
      System.out.printf(
          "root mean squared error: %.2f runs, R²: %.3f%n",
          evaluator.setMetricName("rmse").evaluate(scored),
          evaluator.setMetricName("r2").evaluate(scored));
    }
  }

  private static Pipeline pipeline() {
    return new Pipeline()
        .setStages(
            new PipelineStage[] {
              new TablePreprocessor()
                  .setNumericCols(
                      new String[] {
                        "yearID",
                        "numberOfGames",
                        "AtBatting",
                        "hits",
                        "doules",
                        "tripples",
                        "homeRuns",
                        "runsBattedIn",
                        "stolenBases",
                        "baseOnBalls",
                        "strikeouts"
                      })
                  .setCategoricalCols(new String[] {"league"}),
              new NeuralNetworkRegressor()
                  .setLabelCol("runs")
                  .setHiddenLayers(new int[] {64, 32})
                  .setLearningRate(3e-3)
                  .setEpochs(30)
                  .setWorkers(2)
                  .setAveragingFrequency(25)
                  .setSeed(1L)
            });
  }
}
