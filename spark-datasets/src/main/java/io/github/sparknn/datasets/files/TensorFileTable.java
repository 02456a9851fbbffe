package io.github.sparknn.datasets.files;

import java.util.Set;
import java.util.function.Function;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * Files as a table that can be read in batch, of which only the columns that are asked for are
 * read.
 *
 * @param scan makes the scan of some of the schema's columns
 */
public record TensorFileTable(String name, StructType schema, Function<StructType, Scan> scan)
    implements SupportsRead {

  @Override
  public Set<TableCapability> capabilities() {
    return Set.of(TableCapability.BATCH_READ);
  }

  @Override
  public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
    return new Builder(schema, scan);
  }

  private static final class Builder implements ScanBuilder, SupportsPushDownRequiredColumns {
    private final Function<StructType, Scan> scan;
    private StructType columns;

    Builder(StructType columns, Function<StructType, Scan> scan) {
      this.columns = columns;
      this.scan = scan;
    }

    @Override
    public void pruneColumns(StructType requiredSchema) {
      columns = requiredSchema;
    }

    @Override
    public Scan build() {
      return scan.apply(columns);
    }
  }
}
