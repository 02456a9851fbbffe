package io.github.sparknn.benchmarks;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.rand;
import static org.apache.spark.sql.functions.randn;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A table of numbers and categories with a hundredth of the values missing, always the same. */
final class MixedTable {
  private static final int NUMBERS = 20;
  private static final int[] CARDINALITIES = {5, 20, 50, 100};
  private static final int PARTITIONS = 4;

  private MixedTable() {}

  static String[] numbers() {
    return names("n", NUMBERS);
  }

  static String[] categories() {
    return names("c", CARDINALITIES.length);
  }

  /** Columns {@code id}, {@link #numbers} (double) and {@link #categories} (string). */
  static Dataset<Row> create(SparkSession spark, long rows) {
    List<Column> columns = new ArrayList<>(List.of(col("id")));
    for (int i = 0; i < NUMBERS; i++) {
      Column value = randn(100 + i).multiply(1 + i).plus(10 * i);
      columns.add(mostly(value, 200 + i).as(numbers()[i]));
    }
    for (int i = 0; i < CARDINALITIES.length; i++) {
      // The product makes small numbers frequent.
      Column index = floor(rand(300 + i).multiply(rand(400 + i)).multiply(CARDINALITIES[i]));
      columns.add(mostly(concat(lit("value-"), index), 500 + i).as(categories()[i]));
    }
    return spark.range(0, rows, 1, PARTITIONS).select(columns.toArray(Column[]::new));
  }

  private static Column mostly(Column value, long seed) {
    return when(rand(seed).geq(0.01), value);
  }

  private static String[] names(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i).toArray(String[]::new);
  }
}
