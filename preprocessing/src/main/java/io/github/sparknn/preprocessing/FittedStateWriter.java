package io.github.sparknn.preprocessing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Writes a model: its params as Spark ML does, and its fitted state as one Parquet row below {@code
 * path/data}.
 */
final class FittedStateWriter extends MLWriter {
  static final String VERSION_COLUMN = "formatVersion";

  private final MLWriter params;
  private final int version;
  private final StructType schema;
  private final List<Object> state;

  /** {@code schema}: of the state, without the version. */
  FittedStateWriter(MLWriter params, int version, StructType schema, Object... state) {
    this.params = params;
    this.version = version;
    this.schema = schema;
    this.state = List.of(state);
  }

  @Override
  public void saveImpl(String path) {
    try {
      params.session(sparkSession()).save(path);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot save model to " + path, e);
    }
    StructType rowSchema = new StructType().add(VERSION_COLUMN, DataTypes.IntegerType, false);
    for (var field : schema.fields()) {
      rowSchema = rowSchema.add(field);
    }
    List<Object> values = new ArrayList<>(List.of(version));
    values.addAll(state);
    Row row = RowFactory.create(values.toArray());
    sparkSession()
        .createDataFrame(List.of(row), rowSchema)
        .coalesce(1)
        .write()
        .parquet(dataPath(path));
  }

  static String dataPath(String path) {
    return new Path(path, "data").toString();
  }
}
