package io.github.sparknn.preprocessing;

import io.github.sparknn.preprocessing.internal.ValueNeed;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** A column of a MissingValueImputer, and what its params want of it. */
record ImputedColumn(StructField field, Imputation imputation) {
  private static final String TYPES = "a numeric type, string or boolean";

  /** Doubles hold all integers up to it. */
  private static final double MAX_EXACT = 1L << 53;

  private static final List<String> CATEGORICAL =
      List.of(HasImputation.MOST_FREQUENT, HasImputation.CONSTANT);

  /**
   * Of all input columns.
   *
   * @throws IllegalArgumentException params or columns that do not fit
   */
  static List<ImputedColumn> of(MissingValueImputerParams params, StructType schema) {
    InOutColumns.check(params, schema, "impute", field -> isImputed(field.dataType()), TYPES);
    String[] inputs = InOutColumns.inputs(params);
    checkIndicators(params, schema, inputs.length);
    List<String> numbers =
        Overrides.resolve(
            "imputationOverrides",
            inputs,
            params.getImputation(),
            params.getImputationOverrides(),
            "inputCols");
    List<String> texts =
        Overrides.resolve(
            "imputationOverrides",
            inputs,
            params.getCategoricalImputation(),
            params.getImputationOverrides(),
            "inputCols");
    List<ImputedColumn> columns = new ArrayList<>();
    for (int i = 0; i < inputs.length; i++) {
      StructField field = schema.apply(inputs[i]);
      boolean numeric = field.dataType() instanceof NumericType;
      String imputation = numeric ? numbers.get(i) : texts.get(i);
      ImputedColumn column = new ImputedColumn(field, Imputation.of(imputation));
      if (!numeric) {
        column.checkCategorical(params, imputation);
      }
      columns.add(column);
    }
    return columns;
  }

  private static boolean isImputed(DataType type) {
    return type instanceof NumericType || type instanceof StringType || type instanceof BooleanType;
  }

  private static void checkIndicators(
      MissingValueImputerParams params, StructType schema, int columns) {
    String[] indicators = params.getIndicatorCols();
    if (indicators.length == 0) {
      return;
    }
    if (indicators.length != columns) {
      throw new IllegalArgumentException(
          "Invalid indicatorCols: %d names (must be one for each of %d input columns, or none)"
              .formatted(indicators.length, columns));
    }
    Columns.requireDistinct("indicatorCols", indicators);
    for (String indicator : indicators) {
      Columns.requireNew(schema, "indicatorCols", indicator);
      if (Arrays.stream(InOutColumns.outputs(params)).anyMatch(o -> Columns.same(o, indicator))) {
        throw new IllegalArgumentException(
            "Invalid indicatorCols: %s (must not name '%s', which is an output column)"
                .formatted(String.join(", ", indicators), indicator));
      }
    }
  }

  private void checkCategorical(MissingValueImputerParams params, String text) {
    if (!CATEGORICAL.contains(text)) {
      throw new IllegalArgumentException(
          "Invalid imputationOverrides: %s=%s (must be one of %s, since the column's type is %s)"
              .formatted(
                  field.name(),
                  text,
                  String.join(", ", CATEGORICAL),
                  field.dataType().simpleString()));
    }
    if (imputation != Imputation.CONSTANT) {
      return;
    }
    if (!params.isSet(params.categoricalFillValue())) {
      throw new IllegalArgumentException(
          "Cannot impute: categoricalFillValue is not set (must be, since column '%s' has imputation"
                  .formatted(field.name())
              + " constant)");
    }
    String fill = params.getCategoricalFillValue();
    if (isBoolean() && !List.of("true", "false").contains(fill)) {
      throw new IllegalArgumentException(
          "Invalid categoricalFillValue: %s (must be true or false for column '%s', whose type is"
                  .formatted(fill, field.name())
              + " boolean)");
    }
  }

  /** The type of the output column: the same, but double for means of other than float. */
  DataType outputType() {
    return isNumeric() && imputation == Imputation.MEAN && !hasNaN()
        ? DataTypes.DoubleType
        : field.dataType();
  }

  /**
   * What stands for a missing value, as a value of the output type.
   *
   * @throws IllegalArgumentException it is none
   */
  Object value(Substitute substitute) {
    DataType type = outputType();
    Object value = isNumeric() ? number(substitute.number(), type) : null;
    if (type instanceof StringType) {
      value = substitute.text();
    } else if (isBoolean() && substitute.text() != null) {
      value = Boolean.valueOf(substitute.text());
    }
    if (value == null) {
      throw new IllegalArgumentException(
          "Cannot impute column '%s': its substitute %s is no value of its type %s"
              .formatted(field.name(), substitute.describe(), type.simpleString()));
    }
    return value;
  }

  /** Null when the type has no such value. */
  private static Object number(Double number, DataType type) {
    if (number == null || type instanceof DoubleType) {
      return number;
    }
    if (type instanceof FloatType) {
      return number.floatValue();
    }
    BigDecimal exact = new BigDecimal(number.toString());
    if (type instanceof DecimalType decimal) {
      BigDecimal rounded = exact.setScale(decimal.scale(), RoundingMode.HALF_UP);
      return rounded.precision() <= decimal.precision() ? rounded : null;
    }
    int bits = 8 * type.defaultSize();
    boolean fits =
        exact.stripTrailingZeros().scale() <= 0
            && exact.abs().doubleValue() <= MAX_EXACT
            && exact.toBigInteger().bitLength() < bits;
    if (!fits) {
      return null;
    }
    long value = exact.longValue();
    return switch (type.defaultSize()) {
      case Byte.BYTES -> (Object) (byte) value;
      case Short.BYTES -> (short) value;
      case Integer.BYTES -> (int) value;
      default -> value;
    };
  }

  boolean isNumeric() {
    return field.dataType() instanceof NumericType;
  }

  private boolean isBoolean() {
    return field.dataType() instanceof BooleanType;
  }

  /** Whether NaN is one of its values, which then is missing. */
  boolean hasNaN() {
    return field.dataType() instanceof DoubleType || field.dataType() instanceof FloatType;
  }

  /** Whether its substitute comes from the data. */
  boolean learned() {
    return imputation != Imputation.CONSTANT;
  }

  /** What is to be learned of a numeric column beside its moments. */
  Set<ValueNeed> needs() {
    return imputation.needs();
  }

  /**
   * What stands for the missing values of a column.
   *
   * @param number of a numeric column, else null
   * @param text of another column, else null
   */
  record Substitute(Double number, String text) implements Serializable {
    private static final long serialVersionUID = 1L;

    private String describe() {
      return number == null ? "'" + text + "'" : number.toString();
    }
  }
}
