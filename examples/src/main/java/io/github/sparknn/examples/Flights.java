package io.github.sparknn.examples;

import static org.apache.spark.ml.functions.vector_to_array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;

import org.apache.spark.ml.evaluation.BinaryClassificationEvaluator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** What the examples share that tell late flights. */
final class Flights {
  /** Where the build puts them. */
  static final String FOLDER = "examples/target/data/airline";

  /** Where {@link FlightDelays} saves its pipeline. */
  static final String MODEL = "models/flight-delays";

  private static final String FIFTH =
      "pmod(xxhash64(FlightDate, Carrier, FlightNum, Origin, CRSDepTime), 5)";

  /** Four fifths of the flights whose arrival is known. */
  static final String TRAINING = "ArrDel15 IS NOT NULL AND " + FIFTH + " > 0";

  /** The other fifth. */
  static final String HELD_OUT = "ArrDel15 IS NOT NULL AND " + FIFTH + " = 0";

  private Flights() {}

  /** All flights, ready for the pipeline. */
  static Dataset<Row> read(SparkSession spark, String folder) {
    return prepared(spark.read().format("avro").load(folder));
  }

  /** Adds what the pipeline reads beside the flights' own columns; of a table or a stream. */
  static Dataset<Row> prepared(Dataset<Row> flights) {
    return flights
        .withColumn("Weekday", col("DayOfWeek").cast("string"))
        .withColumn("DepartureHour", expr("CRSDepTime div 100 + CRSDepTime % 100 / 60D"))
        .withColumn("ArrivalHour", expr("CRSArrTime div 100 + CRSArrTime % 100 / 60D"));
  }

  /** Of scored flights: what they are, how they arrived, and the probability to be late. */
  static Dataset<Row> lateness(Dataset<Row> scored) {
    return scored.select(
        col("FlightDate"),
        col("Carrier"),
        col("FlightNum"),
        col("Origin"),
        col("Dest"),
        col("CRSDepTime"),
        col("ArrDel15"),
        vector_to_array(col("probability"), "float64").getItem(1).as("lateProbability"));
  }

  /** Of {@link #lateness}, on the flights that were held out. */
  static double areaUnderRoc(Dataset<Row> lateness) {
    return new BinaryClassificationEvaluator()
        .setLabelCol("ArrDel15")
        .setRawPredictionCol("lateProbability")
        .evaluate(lateness.where(HELD_OUT));
  }
}
