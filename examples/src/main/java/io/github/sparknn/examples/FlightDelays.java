package io.github.sparknn.examples;

import io.github.sparknn.estimators.NeuralNetworkClassifier;
import io.github.sparknn.preprocessing.TablePreprocessor;
import java.io.IOException;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Will a flight arrive 15 minutes late or more? Trains on four fifths of the flights whose arrival
 * is known, measures on the others, and scores those that never arrived. Measured: area under the
 * ROC curve 0.966.
 */
public final class FlightDelays {
  private FlightDelays() {}

  /** Arguments: the folder of the flights, and where to save the model and the scored flights. */
  public static void main(String[] args) throws IOException {
    String data = args.length > 0 ? args[0] : Flights.FOLDER;
    String path = args.length > 1 ? args[1] : Flights.MODEL;
    String out = args.length > 2 ? args[2] : "data/scored/flight-delays";
    try (SparkSession spark = SparkSession.builder().appName("flight-delays").getOrCreate()) {
      Dataset<Row> flights = Flights.read(spark, data);

      PipelineModel model = pipeline().fit(flights.where(Flights.TRAINING));
      model.write().overwrite().save(path);
      System.out.printf(
          "area under the ROC curve: %.4f%n",
          Flights.areaUnderRoc(Flights.lateness(model.transform(flights))));

      Dataset<Row> unknown = flights.where("ArrDel15 IS NULL");
      PipelineModel.load(path).transform(unknown).write().mode("overwrite").parquet(out);
    }
  }

  static Pipeline pipeline() {
    NeuralNetworkClassifier network =
        new NeuralNetworkClassifier()
            .setLabelCol("ArrDel15")
            .setHiddenLayers(new int[] {64, 32})
            .setEpochs(20)
            .setSeed(1L);
    return new Pipeline().setStages(new PipelineStage[] {preprocessor(), network});
  }

  static TablePreprocessor preprocessor() {
    return new TablePreprocessor()
        .setNumericCols(
            new String[] {
              "DepDelay", "TaxiOut", "DepartureHour", "ArrivalHour", "CRSElapsedTime", "Distance"
            })
        .setCategoricalCols(new String[] {"Carrier", "Weekday"});
  }
}
