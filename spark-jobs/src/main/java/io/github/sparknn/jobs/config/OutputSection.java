package io.github.sparknn.jobs.config;

import java.util.List;
import java.util.Map;

/**
 * A table to write: files of a Spark data source, a sink without files, or a table of the catalog.
 *
 * @param format the data source; default parquet, for a table the catalog's
 * @param path where the files go. Exactly one of {@code path}, {@code table}, or neither where the
 *     format takes no path, such as {@code jdbc}
 * @param table the name of a catalog table, instead of {@code path}
 * @param mode error (default), overwrite or append
 * @param partitionBy columns that become folders; default none
 * @param options the data source's options
 */
public record OutputSection(
    String format,
    String path,
    String table,
    WriteMode mode,
    List<String> partitionBy,
    Map<String, String> options) {

  /** Fills in the defaults. */
  public OutputSection {
    Keys.requirePlace(format, path, table);
    format = format == null && path != null ? "parquet" : format;
    mode = mode == null ? WriteMode.ERROR : mode;
    partitionBy = partitionBy == null ? List.of() : List.copyOf(partitionBy);
    options = Keys.ordered(options);
  }

  /** The path or the table, else the format, for messages. */
  public String name() {
    return Keys.place(format, path, table);
  }
}
