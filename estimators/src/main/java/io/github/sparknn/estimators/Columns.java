package io.github.sparknn.estimators;

import io.github.sparknn.datasets.ColumnNames;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.Function2;

/** Columns by their plain names. */
final class Columns {
  private Columns() {}

  /** The column of exactly that name; dots and backticks are part of the name. */
  static Column of(String name) {
    return ColumnNames.column(name);
  }

  /** A line for each column, {@code name: type}. */
  static String listed(StructType schema) {
    return Arrays.stream(schema.fields())
        .map(field -> field.name() + ": " + field.dataType().catalogString())
        .collect(Collectors.joining("\n", "", "\n"));
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
   * Checks the column that a parameter names.
   *
   * @param needed the kind of its type: {@code NumericType} or {@code BooleanType}
   * @throws IllegalArgumentException if it is missing or of another type
   */
  static void require(
      StructType schema, String param, String name, Class<? extends DataType> needed) {
    DataType type = require(schema, name).dataType();
    if (!needed.isInstance(type)) {
      throw new IllegalArgumentException(
          "Cannot use %s '%s': its type is %s (must be %s)"
              .formatted(
                  param,
                  name,
                  type.catalogString(),
                  needed == NumericType.class ? "a number" : "boolean"));
    }
  }

  /**
   * The schema with output columns at its end. Names are compared as the active session does: by
   * default upper and lower case are the same.
   *
   * @throws IllegalArgumentException if there is a column of such a name already
   */
  static StructType append(StructType schema, StructType outputs) {
    Function2<String, String, Object> resolver = SQLConf.get().resolver();
    StructType result = schema;
    for (StructField field : outputs.fields()) {
      if (Arrays.stream(result.fieldNames())
          .anyMatch(name -> (Boolean) resolver.apply(name, field.name()))) {
        throw new IllegalArgumentException(
            "Cannot add output column '"
                + field.name()
                + "': the DataFrame already has a column of that name");
      }
      result = result.add(field);
    }
    return result;
  }
}
