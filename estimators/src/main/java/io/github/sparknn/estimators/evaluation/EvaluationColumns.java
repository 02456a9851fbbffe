package io.github.sparknn.estimators.evaluation;

import io.github.sparknn.datasets.ColumnNames;
import java.util.Arrays;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of a scored DataFrame that an evaluation reads.
 *
 * @param label the true value
 * @param prediction the predicted value; rows where it is null are counted and left out
 * @param probability a Vector of class probabilities; null for none, then there are no metrics of
 *     them
 * @param weight what a row counts for, a number &ge; 0; null for 1
 */
public record EvaluationColumns(
    String label, String prediction, String probability, String weight) {

  /** Label and prediction; no probability, and every row counts for 1. */
  public EvaluationColumns(String label, String prediction) {
    this(label, prediction, null, null);
  }

  /** The same with class probabilities. */
  public EvaluationColumns withProbability(String column) {
    return new EvaluationColumns(label, prediction, column, weight);
  }

  /** The same with weights. */
  public EvaluationColumns withWeight(String column) {
    return new EvaluationColumns(label, prediction, probability, column);
  }

  /**
   * Makes sure that the columns are there and of their types.
   *
   * @throws IllegalArgumentException if one is not
   */
  void check(StructType schema) {
    field(schema, label);
    field(schema, prediction);
    if (probability != null) {
      DataType type = field(schema, probability).dataType();
      require(type.equals(SQLDataTypes.VectorType()), probability, type, "a vector");
    }
    if (weight != null) {
      requireNumber(schema, weight);
    }
  }

  void requireNumber(StructType schema, String name) {
    DataType type = field(schema, name).dataType();
    require(type instanceof NumericType, name, type, "a number");
  }

  private static void require(boolean right, String name, DataType type, String expected) {
    if (!right) {
      throw new IllegalArgumentException(
          "Cannot evaluate: column '%s' is of type %s (must be %s)"
              .formatted(name, type.catalogString(), expected));
    }
  }

  private static StructField field(StructType schema, String name) {
    return Arrays.stream(schema.fields())
        .filter(field -> field.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Cannot evaluate: column '%s' is missing, there are %s"
                        .formatted(name, Arrays.toString(schema.fieldNames()))));
  }

  static Column column(String name) {
    return ColumnNames.column(name);
  }

  Column weightColumn() {
    return weight == null ? functions.lit(1.0) : column(weight).cast("double");
  }
}
