package io.github.sparknn.jobs.config;

import java.util.Map;

/**
 * A table to read: files of a Spark data source, a source without files, or a table of the catalog.
 *
 * @param format the data source, such as {@code parquet}, {@code avro}, {@code idx}; default
 *     parquet
 * @param path where the files lie; globs are allowed. Exactly one of {@code path}, {@code table},
 *     or neither where the format takes no path, such as {@code jdbc}
 * @param table the name of a catalog table, instead of {@code path}
 * @param options the data source's options
 * @param columns columns to add or to replace: name to SQL expression, in order; a later one may
 *     use an earlier one
 * @param where rows to keep, as a SQL condition over all columns, the added ones included; null
 *     keeps all
 */
public record DataSection(
    String format,
    String path,
    String table,
    Map<String, String> options,
    Map<String, String> columns,
    String where) {

  /** Fills in the defaults. */
  public DataSection {
    if (table != null && format != null) {
      throw new IllegalArgumentException("'format' does not go with 'table'");
    }
    Keys.requirePlace(format, path, table);
    format = format == null ? "parquet" : format;
    options = Keys.ordered(options);
    columns = Keys.ordered(columns);
  }

  /** The path or the table, else the format, for messages. */
  public String name() {
    return Keys.place(format, path, table);
  }
}
