package io.github.sparknn.training;

import io.github.sparknn.datasets.ShardedDataset;
import io.github.sparknn.datasets.TensorSpec;
import io.github.sparknn.testing.SharedSpark;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Small tables with four features and three classes that a network can learn. */
final class TestData {
  private TestData() {}

  static Dataset<Row> table(int rows) {
    SplittableRandom random = new SplittableRandom(42);
    List<Row> data = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      float[] x = new float[4];
      for (int j = 0; j < x.length; j++) {
        x[j] = (float) (random.nextDouble() * 2 - 1);
      }
      int label = x[0] + x[1] > 0.3 ? 2 : x[2] > 0 ? 1 : 0;
      data.add(RowFactory.create(x, label));
    }
    StructType schema =
        new StructType()
            .add("features", DataTypes.createArrayType(DataTypes.FloatType, false))
            .add("label", DataTypes.IntegerType);
    return SharedSpark.session().createDataFrame(data, schema);
  }

  static ShardedDataset shards(int rows, int workers) {
    return builder(table(rows), workers).build();
  }

  static ShardedDataset.Builder builder(Dataset<Row> table, int workers) {
    return ShardedDataset.builder(table)
        .features(TensorSpec.of(table, List.of("features"), null))
        .classLabels("label", 3)
        .workers(workers)
        .seed(5);
  }
}
