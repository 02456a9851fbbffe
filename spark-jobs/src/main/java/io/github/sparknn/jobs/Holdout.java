package io.github.sparknn.jobs;

import io.github.sparknn.jobs.config.HoldoutSection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Which rows are kept from training. */
final class Holdout {
  /** Steps of the fraction. */
  private static final long STEPS = 1_000_000;

  private Holdout() {}

  /**
   * The condition that a row is held out: {@code pmod(xxhash64(seed, values), 10^6) < fraction *
   * 10^6} over the values in the order of the columns' names. It depends on the row's values alone,
   * neither on the order of rows and columns nor on partitions; equal rows are on the same side.
   * Maps, which have no hash, are left out.
   *
   * @throws IllegalArgumentException a column that is not there, or none that has a hash
   */
  static Column condition(StructType schema, HoldoutSection holdout) {
    List<Column> values = new ArrayList<>();
    values.add(functions.lit(holdout.seed()));
    String[] names =
        holdout.columns().isEmpty()
            ? schema.fieldNames()
            : holdout.columns().toArray(String[]::new);
    Arrays.stream(names)
        .sorted()
        .map(name -> field(schema, name))
        .filter(field -> hasHash(field.dataType()))
        .forEach(field -> values.add(Inputs.column(field.name())));
    if (values.size() == 1) {
      throw new IllegalArgumentException(
          "Cannot hold out rows: no column has a hash (columns: "
              + String.join(", ", schema.fieldNames())
              + ")");
    }
    Column hash = functions.xxhash64(values.toArray(Column[]::new));
    return functions.pmod(hash, functions.lit(STEPS)).lt(Math.round(holdout.fraction() * STEPS));
  }

  private static StructField field(StructType schema, String name) {
    return Arrays.stream(schema.fields())
        .filter(field -> field.name().equals(name))
        .findFirst()
        .orElseThrow(() -> Inputs.missing("hold out rows", name, schema));
  }

  private static boolean hasHash(DataType type) {
    if (type instanceof ArrayType array) {
      return hasHash(array.elementType());
    }
    if (type instanceof StructType struct) {
      return Arrays.stream(struct.fields()).allMatch(field -> hasHash(field.dataType()));
    }
    return !(type instanceof MapType);
  }
}
