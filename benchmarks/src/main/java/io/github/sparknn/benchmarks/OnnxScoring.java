package io.github.sparknn.benchmarks;

import java.io.Serializable;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Scoring with ONNX Runtime as one writes it by hand: {@code mapPartitions}, batches in a direct
 * buffer, a session per executor. Reads the column {@code array}; gives {@code prediction} (0.0 or
 * 1.0) and {@code probability} (of class 1), both double, beside other columns.
 *
 * @param model in ONNX's format
 * @param batchSize rows scored at once
 */
record OnnxScoring(byte[] model, int batchSize) implements Serializable {
  private static final String FEATURES = "array";

  /**
   * On {@link Row}s, which take any table.
   *
   * @param columns those that are kept
   */
  Dataset<Row> transformRows(Dataset<Row> table, String... columns) {
    Dataset<Row> kept = table.select(columns(columns));
    StructType schema =
        kept.schema()
            .add("prediction", DataTypes.DoubleType)
            .add("probability", DataTypes.DoubleType);
    MapPartitionsFunction<Row, Row> score =
        rows -> new OnnxBatches<>(rows, this, OnnxScoring::read, OnnxScoring::scored);
    return table
        .select(columns(Stream.concat(Arrays.stream(columns), Stream.of(FEATURES))))
        .mapPartitions(
            score, table.sparkSession().createDataFrame(List.<Row>of(), schema).encoder());
  }

  private static Column[] columns(String... names) {
    return columns(Arrays.stream(names));
  }

  private static Column[] columns(Stream<String> names) {
    return names.map(functions::col).toArray(Column[]::new);
  }

  private static void read(Row row, FloatBuffer target) {
    for (float value : row.<Float>getList(row.size() - 1)) {
      target.put(value);
    }
  }

  private static Row scored(Row row, double probability) {
    int kept = row.size() - 1;
    Object[] values = new Object[kept + 2];
    for (int i = 0; i < kept; i++) {
      values[i] = row.get(i);
    }
    values[kept] = prediction(probability);
    values[kept + 1] = probability;
    return RowFactory.create(values);
  }

  /** On beans, which Spark makes and reads without boxes; the columns of {@link Order}. */
  Dataset<Row> transformBeans(Dataset<Row> table) {
    MapPartitionsFunction<Order, ScoredOrder> score =
        orders ->
            new OnnxBatches<>(
                orders, this, (order, target) -> target.put(order.getArray()), ScoredOrder::of);
    return table
        .select("id", "country", "amount", FEATURES)
        .as(Encoders.bean(Order.class))
        .mapPartitions(score, Encoders.bean(ScoredOrder.class))
        .toDF();
  }

  static double prediction(double probability) {
    return probability > 0.5 ? 1.0 : 0.0;
  }
}
