package io.github.sparknn.preprocessing;

import io.github.sparknn.testing.SharedSpark;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** Small tables for tests. */
final class Tables {
  private Tables() {}

  static Row row(Object... values) {
    return RowFactory.create(values);
  }

  /** A table in two partitions that the optimizer does not fold away. */
  static Dataset<Row> of(String ddl, Row... rows) {
    return of(StructType.fromDDL(ddl), rows);
  }

  static Dataset<Row> of(StructType schema, Row... rows) {
    var rdd =
        JavaSparkContext.fromSparkContext(SharedSpark.session().sparkContext())
            .parallelize(Arrays.asList(rows), 2);
    return SharedSpark.session().createDataFrame(rdd, schema);
  }

  /** delay: mean 4, deviation 2 over 2, 4, 6; carrier: AA twice, DL once. */
  static Dataset<Row> flights() {
    return of(
        "id INT, delay DOUBLE, carrier STRING",
        row(0, 2.0, "DL"),
        row(1, 4.0, "AA"),
        row(2, null, "AA"),
        row(3, 6.0, null));
  }

  static List<float[]> floats(Dataset<Row> data, String column) {
    return data.select(column).collectAsList().stream()
        .map(row -> row.isNullAt(0) ? null : floats(row.<Float>getList(0)))
        .toList();
  }

  private static float[] floats(List<Float> values) {
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.get(i) == null ? Float.MIN_VALUE : values.get(i);
    }
    return floats;
  }

  static List<Vector> vectors(Dataset<Row> data, String column) {
    return data.select(column).collectAsList().stream().map(row -> (Vector) row.get(0)).toList();
  }
}
