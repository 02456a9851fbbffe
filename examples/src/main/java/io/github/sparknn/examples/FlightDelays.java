package io.github.sparknn.examples;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;

import io.github.sparknn.estimators.NeuralNetworkClassifier;
import io.github.sparknn.preprocessing.TablePreprocessor;
import java.io.IOException;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.evaluation.BinaryClassificationEvaluator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Will a flight arrive 15 minutes late or more? Trains on four fifths of the flights whose arrival
 * is known, measures on the others, and scores those that never arrived.
 */
public final class FlightDelays {
  private FlightDelays() {}

  /** Arguments: the folder of the flights, and where to save the model and the scored flights. */
  public static void main(String[] args) throws IOException {
    String data = args.length > 0 ? args[0] : "examples/target/data/airline";
    String path = args.length > 1 ? args[1] : "models/flight-delays";
    String out = args.length > 2 ? args[2] : "data/scored/flight-delays";
    try (SparkSession spark = SparkSession.builder().appName("flight-delays").getOrCreate()) {
      Dataset<Row> flights =
          spark
              .read()
              .format("avro")
              .load(data)
              .withColumn("Weekday", col("DayOfWeek").cast("string"))
              .withColumn("DepartureHour", expr("CRSDepTime div 100 + CRSDepTime % 100 / 60D"))
              .withColumn("ArrivalHour", expr("CRSArrTime div 100 + CRSArrTime % 100 / 60D"));
      String number = "pmod(xxhash64(FlightDate, Carrier, FlightNum, Origin, CRSDepTime), 5)";
      Dataset<Row> training = flights.where("ArrDel15 IS NOT NULL AND " + number + " > 0");
      Dataset<Row> heldOut = flights.where("ArrDel15 IS NOT NULL AND " + number + " = 0");

      PipelineModel model = pipeline().fit(training);
      model.write().overwrite().save(path);
      System.out.printf(
          "area under the ROC curve: %.4f%n",
          new BinaryClassificationEvaluator()
              .setLabelCol("ArrDel15")
              .evaluate(model.transform(heldOut)));

      Dataset<Row> unknown = flights.where("ArrDel15 IS NULL");
      PipelineModel.load(path).transform(unknown).write().mode("overwrite").parquet(out);
    }
  }

  private static Pipeline pipeline() {
    return new Pipeline()
        .setStages(
            new PipelineStage[] {
              new TablePreprocessor()
                  .setNumericCols(
                      new String[] {
                        "DepDelay",
                        "TaxiOut",
                        "DepartureHour",
                        "ArrivalHour",
                        "CRSElapsedTime",
                        "Distance"
                      })
                  .setCategoricalCols(new String[] {"Carrier", "Weekday"}),
              new NeuralNetworkClassifier()
                  .setLabelCol("ArrDel15")
                  .setHiddenLayers(new int[] {64, 32})
                  .setEpochs(20)
                  .setSeed(1L)
            });
  }
}
