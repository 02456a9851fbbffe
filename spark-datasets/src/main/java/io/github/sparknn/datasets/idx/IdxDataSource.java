package io.github.sparknn.datasets.idx;

import io.github.sparknn.datasets.files.TensorFileTable;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * Reads IDX files: {@code spark.read().format("idx").option("labels", labelsPath).load(path)}.
 * Every item is a row: {@code features}, an array of floats with the item's shape in the column's
 * metadata, and with labels {@code label}, an int. Files may be gzip, on any Hadoop file system;
 * the rows keep the file's order.
 *
 * <p>Options: {@code labels}, the path of the labels; {@code scale}, a factor on every feature
 * (default 1.0); {@code partitions} (default by size for a plain file, 1 for gzip, of which every
 * partition has to unpack all that goes before it).
 */
public final class IdxDataSource implements TableProvider, DataSourceRegister {

  @Override
  public String shortName() {
    return "idx";
  }

  /**
   * The schema, from the files' headers.
   *
   * @throws IllegalArgumentException if an option is invalid, a file is missing, broken or no IDX
   *     file, or labels and features do not belong together
   */
  @Override
  public StructType inferSchema(CaseInsensitiveStringMap options) {
    return source(options).schema();
  }

  @Override
  public Table getTable(
      StructType schema, Transform[] partitioning, Map<String, String> properties) {
    IdxSource source = source(new CaseInsensitiveStringMap(properties));
    return new TensorFileTable(
        "idx " + source.features().path(),
        source.schema(),
        columns -> new IdxScan(source, columns));
  }

  private static IdxSource source(CaseInsensitiveStringMap options) {
    SparkSession spark = SparkSession.active();
    return IdxSource.of(
        options, spark.sessionState().newHadoopConf(), spark.sparkContext().defaultParallelism());
  }
}
