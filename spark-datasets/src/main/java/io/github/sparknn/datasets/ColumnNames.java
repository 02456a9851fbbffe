package io.github.sparknn.datasets;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/** Names of columns as they are: dots, spaces and backticks are parts of the name. */
public final class ColumnNames {
  private ColumnNames() {}

  /** The name as Spark's parser reads it back: in backticks, those inside doubled. */
  public static String quote(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  /** The top-level column of exactly that name. */
  public static Column column(String name) {
    return functions.col(quote(name));
  }
}
