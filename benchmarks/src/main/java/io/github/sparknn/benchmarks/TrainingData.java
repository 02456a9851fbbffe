package io.github.sparknn.benchmarks;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/** A table of {@link SyntheticImages}. A row depends on its id only. */
final class TrainingData {
  static final int FEATURES = 784;
  static final int CLASSES = SyntheticImages.CLASSES;
  private static final SyntheticImages IMAGES = new SyntheticImages(FEATURES);

  private TrainingData() {}

  /** Columns {@code features} array&lt;float&gt;[784], values in [0, 1.3), and {@code label}. */
  static Dataset<Row> table(SparkSession spark, long rows, int partitions) {
    return spark
        .range(0, rows, 1, partitions)
        .select(
            udf(
                    (UDF1<Long, float[]>) TrainingData::features,
                    DataTypes.createArrayType(DataTypes.FloatType, false))
                .apply(col("id"))
                .as("features"),
            udf((UDF1<Long, Integer>) TrainingData::label, DataTypes.IntegerType)
                .apply(col("id"))
                .as("label"));
  }

  private static float[] features(long id) {
    return IMAGES.features(id);
  }

  private static int label(long id) {
    return IMAGES.label(id);
  }
}
