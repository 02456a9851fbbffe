package io.github.sparknn.estimators;

import io.github.sparknn.testing.SharedSpark;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.SparkSession;

/** Loads pipelines, scores a table with each, and writes it: arguments pipeline, output path... */
final class FreshJvmScoring {
  private FreshJvmScoring() {}

  /** Runs the program. */
  public static void main(String[] args) {
    SparkSession spark = SharedSpark.session();
    for (int i = 0; i < args.length; i += 2) {
      PipelineModel model = PipelineModel.load(args[i]);
      model.transform(TestTables.halves(spark, 200)).write().parquet(args[i + 1]);
    }
    spark.stop();
  }
}
