package io.github.sparknn.datasets;

import io.github.sparknn.testing.SharedSpark;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Data that the tests share. */
final class Rows {
  static final StructType SCHEMA =
      new StructType()
          .add("f", DataTypes.createArrayType(DataTypes.FloatType))
          .add("label", DataTypes.IntegerType);

  private Rows() {}

  /** Row i: f = [i, -i], label = i % 3; in the given number of partitions, in order. */
  static Dataset<Row> numbered(int n, int partitions) {
    return SharedSpark.session()
        .range(0, n, 1, partitions)
        .selectExpr("array(float(id), float(-id)) as f", "int(id % 3) as label");
  }

  static Dataset<Row> of(StructType schema, Row... rows) {
    return SharedSpark.session().createDataFrame(Arrays.asList(rows), schema);
  }

  static Row row(Object... values) {
    return RowFactory.create(values);
  }

  static TensorSpec features() {
    return TensorSpec.of(SCHEMA, List.of("f"), new int[] {2});
  }

  /** Features and labels of all rows of each shard, in shard order, row by row. */
  static List<List<float[]>> collect(ShardedDataset data) {
    int features = data.features().size();
    int labels = data.labelSize();
    return data.shards()
        .mapPartitions(found -> List.of(contents(found.next(), features, labels)).iterator())
        .collect();
  }

  /** The rows in their order in the shard, read through mini-batches of 7. */
  static List<float[]> contents(Shard shard, int features, int labels) {
    List<float[]> rows = new ArrayList<>();
    int[] order = IntStream.range(0, shard.rows()).toArray();
    try (MiniBatch batch = MiniBatch.allocate(7, new int[] {features}, labels)) {
      for (int from = 0; from < shard.rows(); from += batch.rows()) {
        shard.fill(batch, order, from);
        for (int i = 0; i < batch.rows(); i++) {
          rows.add(row(batch, i, features, labels));
        }
      }
    }
    return rows;
  }

  private static float[] row(MiniBatch batch, int i, int features, int labels) {
    float[] row = new float[features + labels];
    for (int j = 0; j < features; j++) {
      row[j] = batch.features().getFloat(i, j);
    }
    for (int j = 0; j < labels; j++) {
      row[features + j] = batch.labels().getFloat(i, j);
    }
    return row;
  }

  /** First feature of every row of a shard. */
  static List<Integer> ids(List<float[]> shard) {
    return shard.stream().map(row -> (int) row[0]).toList();
  }

  /** First feature of every row of all shards, sorted. */
  static List<Integer> allIds(List<List<float[]>> shards) {
    return shards.stream()
        .flatMap(shard -> ids(shard).stream())
        .sorted(Comparator.naturalOrder())
        .toList();
  }
}
