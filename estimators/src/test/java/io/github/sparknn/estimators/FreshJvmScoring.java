package io.github.sparknn.estimators;

import io.github.sparknn.testing.SharedSpark;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.SparkSession;

/** Loads a pipeline, scores a table, and writes it: arguments pipeline and output path. */
final class FreshJvmScoring {
  private FreshJvmScoring() {}

  /** Runs the program. */
  public static void main(String[] args) {
    SparkSession spark = SharedSpark.session();
    PipelineModel.load(args[0]).transform(TestTables.halves(spark, 200)).write().parquet(args[1]);
    spark.stop();
  }
}
