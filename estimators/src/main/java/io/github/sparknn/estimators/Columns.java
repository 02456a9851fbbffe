package io.github.sparknn.estimators;

import java.util.Arrays;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Columns by their plain names. */
final class Columns {
  private Columns() {}

  /** The column of exactly that name; dots and backticks are part of the name. */
  static Column of(String name) {
    return functions.col("`" + name.replace("`", "``") + "`");
  }

  /**
   * The field of that name.
   *
   * @throws IllegalArgumentException if there is none; lists those there are
   */
  static StructField require(StructType schema, String name) {
    return Arrays.stream(schema.fields())
        .filter(field -> field.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Cannot find column '"
                        + name
                        + "': the DataFrame has "
                        + Arrays.toString(schema.fieldNames())));
  }

  /**
   * Checks that an output column is not there yet.
   *
   * @throws IllegalArgumentException if it is
   */
  static void requireAbsent(StructType schema, String name) {
    if (Arrays.asList(schema.fieldNames()).contains(name)) {
      throw new IllegalArgumentException(
          "Cannot add output column '"
              + name
              + "': the DataFrame already has a column of that name");
    }
  }
}
