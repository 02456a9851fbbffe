package io.github.sparknn.preprocessing;

import java.util.List;
import java.util.function.BiFunction;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Row;

/**
 * Reads what {@link FittedStateWriter} wrote: the params by Spark ML's own reader, then the state.
 */
final class FittedStateReader<M> extends MLReader<M> {
  private final Class<M> type;
  private final MLReader<M> params;
  private final int newestVersion;
  private final BiFunction<M, Row, M> withState;

  FittedStateReader(
      Class<M> type, MLReader<M> params, int newestVersion, BiFunction<M, Row, M> withState) {
    this.type = type;
    this.params = params;
    this.newestVersion = newestVersion;
    this.withState = withState;
  }

  @Override
  public M load(String path) {
    Object stage = params.session(sparkSession()).load(path);
    if (!type.isInstance(stage)) {
      throw cannotLoad(path, "it holds a " + stage.getClass().getSimpleName(), null);
    }
    Row row = readRow(path);
    int version = version(path, row);
    if (version > newestVersion) {
      String reason =
          "format version %d is newer than this library's %d".formatted(version, newestVersion);
      throw cannotLoad(path, reason, null);
    }
    try {
      return withState.apply(type.cast(stage), row);
    } catch (RuntimeException e) {
      throw corrupt(path, e);
    }
  }

  private Row readRow(String path) {
    List<Row> rows;
    try {
      rows = sparkSession().read().parquet(FittedStateWriter.dataPath(path)).takeAsList(2);
    } catch (Exception e) { // Spark throws checked exceptions undeclared
      throw corrupt(path, e);
    }
    if (rows.size() != 1) {
      throw corrupt(path, new IllegalStateException("not one row"));
    }
    return rows.get(0);
  }

  private int version(String path, Row row) {
    try {
      return row.getInt(row.fieldIndex(FittedStateWriter.VERSION_COLUMN));
    } catch (RuntimeException e) {
      throw corrupt(path, e);
    }
  }

  private IllegalArgumentException corrupt(String path, Exception cause) {
    String data = FittedStateWriter.dataPath(path);
    return cannotLoad(path, data + " is missing or corrupt: " + cause.getMessage(), cause);
  }

  private IllegalArgumentException cannotLoad(String path, String reason, Exception cause) {
    return new IllegalArgumentException(
        "Cannot load " + type.getSimpleName() + " from " + path + ": " + reason, cause);
  }
}
