package io.github.sparknn.datasets.idx;

import java.util.Set;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.SupportsPushDownRequiredColumns;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** IDX files as a table that can be read in batch. */
record IdxTable(IdxSource source) implements SupportsRead {

  @Override
  public String name() {
    return "idx " + source.features().path();
  }

  @Override
  @SuppressWarnings("deprecation") // Its successor, columns(), falls back to it.
  public StructType schema() {
    return source.schema();
  }

  @Override
  public Set<TableCapability> capabilities() {
    return Set.of(TableCapability.BATCH_READ);
  }

  @Override
  public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
    return new Builder(source);
  }

  private static final class Builder implements ScanBuilder, SupportsPushDownRequiredColumns {
    private final IdxSource source;
    private StructType columns;

    Builder(IdxSource source) {
      this.source = source;
      this.columns = source.schema();
    }

    @Override
    public void pruneColumns(StructType requiredSchema) {
      columns = requiredSchema;
    }

    @Override
    public Scan build() {
      return new IdxScan(source, columns);
    }
  }
}
