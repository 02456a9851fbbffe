package io.github.sparknn.benchmarks;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import java.util.SplittableRandom;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/**
 * Synthetic images of ten classes that a network can learn, though not at once: each is a class's
 * pattern, one of four, mixed with a weaker pattern of any class, under noise. A row depends on its
 * id only.
 */
final class TrainingData {
  static final int FEATURES = 784;
  static final int CLASSES = 10;
  private static final int PATTERNS_PER_CLASS = 4;
  private static final float[][] PATTERNS = patterns();

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

  static int label(long id) {
    return random(id).nextInt(CLASSES);
  }

  static float[] features(long id) {
    SplittableRandom random = random(id);
    float[] strong =
        PATTERNS[random.nextInt(CLASSES) * PATTERNS_PER_CLASS + random.nextInt(PATTERNS_PER_CLASS)];
    float[] weak = PATTERNS[random.nextInt(PATTERNS.length)];
    float share = 0.5f + 0.5f * (float) random.nextDouble();
    float[] values = new float[FEATURES];
    for (int i = 0; i < values.length; i++) {
      float noise = 0.3f * (float) random.nextDouble();
      values[i] = share * strong[i] + (1 - share) * weak[i] + noise;
    }
    return values;
  }

  private static SplittableRandom random(long id) {
    return new SplittableRandom(id * 0x9E3779B97F4A7C15L + 42);
  }

  private static float[][] patterns() {
    float[][] patterns = new float[CLASSES * PATTERNS_PER_CLASS][FEATURES];
    for (int p = 0; p < patterns.length; p++) {
      SplittableRandom random = new SplittableRandom(7000 + p);
      for (int i = 0; i < FEATURES; i++) {
        patterns[p][i] = random.nextInt(4) == 0 ? 1 : 0;
      }
    }
    return patterns;
  }
}
