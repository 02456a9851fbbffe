package io.github.sparknn.preprocessing;

import io.github.sparknn.datasets.ColumnNames;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Looks columns up by their exact name and says what is wrong with them, before any job. */
final class Columns {
  private static final int LISTED = 50;

  private Columns() {}

  static StructField find(StructType schema, String param, String name) {
    for (StructField field : schema.fields()) {
      if (field.name().equals(name)) {
        return field;
      }
    }
    throw new IllegalArgumentException(
        "Cannot find column '" + name + "' of " + param + ": the DataFrame has " + list(schema));
  }

  static IllegalArgumentException wrongType(String param, StructField field, String expected) {
    return new IllegalArgumentException(
        "Cannot use column '%s' of %s: its type is %s, expected %s"
            .formatted(field.name(), param, field.dataType().simpleString(), expected));
  }

  static void requireDistinct(String param, String[] names) {
    boolean caseSensitive = isCaseSensitive();
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(caseSensitive ? name : name.toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException(
            "Invalid %s: %s (must be distinct, '%s' comes twice)"
                .formatted(param, String.join(", ", names), name));
      }
    }
  }

  /** New to Spark, which knows "Features" as "features" unless spark.sql.caseSensitive is set. */
  static void requireNew(StructType schema, String param, String name) {
    boolean caseSensitive = isCaseSensitive();
    if (Arrays.stream(schema.fieldNames()).anyMatch(there -> same(there, name, caseSensitive))) {
      throw new IllegalArgumentException(
          "Invalid %s: %s (must be a new column, the DataFrame has %s)"
              .formatted(param, name, list(schema)));
    }
  }

  /** Whether Spark takes two names of columns for the same. */
  static boolean same(String one, String other) {
    return same(one, other, isCaseSensitive());
  }

  private static boolean same(String one, String other, boolean caseSensitive) {
    return caseSensitive ? one.equals(other) : one.equalsIgnoreCase(other);
  }

  private static boolean isCaseSensitive() {
    return SQLConf.get().caseSensitiveAnalysis();
  }

  static String list(StructType schema) {
    String[] names = schema.fieldNames();
    String listed =
        String.join(", ", Arrays.asList(names).subList(0, Math.min(LISTED, names.length)));
    return names.length <= LISTED ? listed : listed + ", … (" + names.length + " columns)";
  }

  /** The column with this very name, dots and all. */
  static Column of(Dataset<?> data, String name) {
    return data.col(ColumnNames.quote(name));
  }
}
