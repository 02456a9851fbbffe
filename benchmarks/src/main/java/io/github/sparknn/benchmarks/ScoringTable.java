package io.github.sparknn.benchmarks;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.randn;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.ml.functions;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Rows of 28 random numbers as they come in a table to be scored. */
final class ScoringTable {
  static final int FEATURES = 28;
  static final int MORE_COLUMNS = 200;
  private static final int PARTITIONS = 4;

  private ScoringTable() {}

  /**
   * Columns {@code id}, {@code country} (a dozen different), {@code amount} (double), {@code array}
   * (array&lt;float&gt;[28]), {@code vector} (the same values) and {@code label} (0.0 or 1.0, which
   * depends on the values).
   */
  static Dataset<Row> narrow(SparkSession spark, long rows) {
    Column[] values =
        IntStream.range(0, FEATURES)
            .mapToObj(i -> randn(600 + i).cast("float"))
            .toArray(Column[]::new);
    return spark
        .range(0, rows, 1, PARTITIONS)
        .select(col("id"), array(values).as("array"))
        .select(
            col("id"),
            concat(lit("country-"), col("id").mod(12)).as("country"),
            col("id").multiply(0.01).as("amount"),
            col("array"),
            functions.array_to_vector(col("array").cast("array<double>")).as("vector"),
            col("array")
                .getItem(0)
                .multiply(col("array").getItem(1))
                .gt(0)
                .cast("double")
                .as("label"));
  }

  /** The same with 200 string columns {@code s0}, {@code s1}, … of a dozen characters. */
  static Dataset<Row> wide(SparkSession spark, long rows) {
    List<Column> columns = new ArrayList<>(List.of(col("*")));
    for (int i = 0; i < MORE_COLUMNS; i++) {
      columns.add(concat(lit("value-" + i + "-"), col("id").multiply(i + 1)).as("s" + i));
    }
    return narrow(spark, rows).select(columns.toArray(Column[]::new));
  }
}
