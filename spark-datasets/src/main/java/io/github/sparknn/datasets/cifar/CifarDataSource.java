package io.github.sparknn.datasets.cifar;

import io.github.sparknn.datasets.files.TensorFileTable;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * Reads binary files of records of one length: {@code
 * spark.read().format("cifar10").load("cifar-10-batches-bin/data_batch_*.bin")}. Every record is a
 * row: {@code features}, an array of 3,072 floats with the shape {3, 32, 32} in the column's
 * metadata (red, green, blue; 0 to 255), and {@code label}, an int. Files are on any Hadoop file
 * system, not compressed; rows come in the order of the files' names.
 *
 * <p>Option: {@code scale}, a factor on every feature (default 1.0).
 */
public abstract class CifarDataSource implements TableProvider, DataSourceRegister {
  private final CifarFormat format;

  CifarDataSource(CifarFormat format) {
    this.format = format;
  }

  @Override
  public String shortName() {
    return format.name().toLowerCase(Locale.ROOT);
  }

  /**
   * The schema.
   *
   * @throws IllegalArgumentException if an option is invalid, or there is no file of that format
   */
  @Override
  public StructType inferSchema(CaseInsensitiveStringMap options) {
    files(options);
    return format.schema();
  }

  @Override
  public Table getTable(
      StructType schema, Transform[] partitioning, Map<String, String> properties) {
    CaseInsensitiveStringMap options = new CaseInsensitiveStringMap(properties);
    CifarFiles files = files(options);
    return new TensorFileTable(
        shortName() + " " + options.get("path"),
        format.schema(),
        columns -> new CifarScan(files, columns));
  }

  private CifarFiles files(CaseInsensitiveStringMap options) {
    return CifarFiles.of(format, options, SparkSession.active().sessionState().newHadoopConf());
  }
}
