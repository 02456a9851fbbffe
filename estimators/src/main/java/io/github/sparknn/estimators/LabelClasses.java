package io.github.sparknn.estimators;

import static org.apache.spark.ml.functions.vector_to_array;

import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * The classes of a label column in the order of the network's outputs. A label is a number (as
 * double), boolean or string; classes are sorted by value. Or a row has several labels at once, as
 * an array or vector of 0 and 1; classes then are the places in it.
 */
final class LabelClasses implements Serializable {
  private static final long serialVersionUID = 1L;

  /** More distinct labels than this are taken for a regression's. */
  private static final int MAX_CLASSES = 10_000;

  /** Up to this magnitude doubles tell all whole numbers apart: 2^53. */
  private static final long MAX_WHOLE = 1L << 53;

  /** How labels are kept. */
  enum Kind {
    NUMBER,
    BOOLEAN,
    STRING,
    /** Several labels at once, as an array of 0 and 1. */
    ARRAY,
    /** Several labels at once, as a vector of 0 and 1. */
    VECTOR;

    /** Whether a row may have several labels at once. */
    boolean isMultiLabel() {
      return this == ARRAY || this == VECTOR;
    }

    /** How several labels at once become a column. */
    TargetKind target() {
      return TargetKind.valueOf(name());
    }

    /** The type of a predicted label. */
    DataType type() {
      return switch (this) {
        case NUMBER -> DataTypes.DoubleType;
        case BOOLEAN -> DataTypes.BooleanType;
        case STRING -> DataTypes.StringType;
        case ARRAY, VECTOR -> target().field("", 0).dataType();
      };
    }

    private Object parse(String text) {
      return switch (this) {
        case NUMBER -> Double.valueOf(text);
        case BOOLEAN -> Boolean.valueOf(text);
        case STRING -> text;
        case ARRAY, VECTOR -> Integer.valueOf(text);
      };
    }

    /** The kind of a column type, or null if labels cannot have it. */
    static Kind of(DataType type) {
      if (type instanceof NumericType) {
        return NUMBER;
      }
      if (type instanceof BooleanType) {
        return BOOLEAN;
      }
      if (type instanceof StringType) {
        return STRING;
      }
      TargetKind several = TargetKind.of(type);
      return several == null ? null : valueOf(several.name());
    }
  }

  private final Kind kind;
  private final Object[] values;

  private LabelClasses(Kind kind, Object[] values) {
    this.kind = kind;
    this.values = values;
  }

  /** Classes from their texts as {@link #texts()} gives them. */
  static LabelClasses parse(String kind, List<String> texts) {
    Kind parsed = Kind.valueOf(kind);
    return new LabelClasses(parsed, texts.stream().map(parsed::parse).toArray());
  }

  /**
   * Counts the labels of the data in one job.
   *
   * @param column a column of numbers, booleans or strings
   * @param invalidAllowed whether rows with a null or NaN label are left out rather than refused
   * @throws IllegalArgumentException if there is no row, a label is null, NaN or infinite, there
   *     are more than 10,000 different ones, or one of type bigint or decimal is beyond 2^53 in
   *     magnitude, so that as a double it may equal another
   */
  static LabelClasses of(Dataset<?> data, String column, boolean invalidAllowed) {
    DataType type = data.schema().apply(column).dataType();
    Kind kind = Kind.of(type);
    Column label = Columns.of(column).cast(kind.type());
    List<Row> counts =
        data.groupBy(label.as("label"))
            .agg(functions.count(functions.lit(1)), functions.max(beyondDoubles(column, type)))
            .limit(MAX_CLASSES + 3)
            .collectAsList();
    if (counts.isEmpty()) {
      throw new IllegalArgumentException("Cannot fit: the DataFrame is empty");
    }
    Object[] values =
        counts.stream()
            .filter(row -> isValid(row, column, invalidAllowed))
            .map(row -> row.get(0))
            .sorted()
            .toArray();
    if (values.length == 0) {
      throw new IllegalArgumentException(
          "Cannot fit: no row has a valid label in column '" + column + "'");
    }
    if (values.length > MAX_CLASSES) {
      throw new IllegalArgumentException(
          "Cannot fit: label column '"
              + column
              + "' has more than "
              + MAX_CLASSES
              + " different values (a classifier needs one class per value)");
    }
    counts.forEach(row -> requireExact(row, column));
    return new LabelClasses(kind, values);
  }

  /** The text of a label that a double may not hold exactly; null for any other. */
  private static Column beyondDoubles(String column, DataType type) {
    Column text = functions.lit(null).cast("string");
    if (type instanceof LongType || type instanceof DecimalType) {
      Column label = Columns.of(column);
      text = functions.when(label.gt(MAX_WHOLE).or(label.lt(-MAX_WHOLE)), label.cast("string"));
    }
    return text;
  }

  private static void requireExact(Row labelAndCount, String column) {
    if (!labelAndCount.isNullAt(2)) {
      throw new IllegalArgumentException(
          "Cannot fit: label column '%s' holds %s, beyond 2^53, where doubles no longer tell whole"
                  .formatted(column, labelAndCount.getString(2))
              + " numbers apart (cast the label to string)");
    }
  }

  /**
   * The places in a column of several labels at once; checks in one job that these are 0 or 1.
   *
   * @param size values of a row
   * @throws IllegalArgumentException if other values are there; null and NaN are left to the reader
   */
  static LabelClasses ofPlaces(Dataset<?> data, String column, int size) {
    Kind kind = Kind.of(data.schema().apply(column).dataType());
    Column flags = Columns.of(column);
    Column values = kind == Kind.VECTOR ? vector_to_array(flags, "float64") : flags;
    Column wrong =
        functions.exists(values, flag -> functions.not(functions.isnan(flag).or(flag.isin(0, 1))));
    // Spark's vector_to_array takes no null.
    wrong = functions.when(flags.isNotNull(), wrong).otherwise(false);
    long rows = data.filter(wrong).count();
    if (rows > 0) {
      throw new IllegalArgumentException(
          "Cannot fit: label column '%s' holds values other than 0 and 1 in %d rows (several labels"
                  .formatted(column, rows)
              + " at once must be 0 or 1 each)");
    }
    return new LabelClasses(kind, IntStream.range(0, size).boxed().toArray());
  }

  /**
   * These classes as the outputs of a network that has a given number of them: the labels 0 to
   * outputs - 1 when all are such, else these if they are as many.
   *
   * @throws IllegalArgumentException if the labels do not fit the outputs
   */
  LabelClasses forOutputs(int outputs, String column) {
    if (values.length == outputs) {
      return this;
    }
    if (kind == Kind.NUMBER) {
      for (Object value : values) {
        double label = (Double) value;
        if (label != Math.rint(label) || label < 0 || label >= outputs) {
          throw new IllegalArgumentException(
              "Cannot fit: label "
                  + label
                  + " of column '"
                  + column
                  + "' is out of range (the network's "
                  + outputs
                  + " outputs stand for the labels 0 to "
                  + (outputs - 1)
                  + ")");
        }
      }
      Object[] all = new Object[outputs];
      Arrays.setAll(all, i -> (double) i);
      return new LabelClasses(kind, all);
    }
    throw new IllegalArgumentException(
        "Cannot fit: label column '"
            + column
            + "' has "
            + values.length
            + " classes, the network has "
            + outputs
            + " outputs");
  }

  /** Number of classes. */
  int size() {
    return values.length;
  }

  /** The type of a predicted label. */
  DataType type() {
    return kind.type();
  }

  /** The kind of labels. */
  Kind kind() {
    return kind;
  }

  /** The classes as text, in order. */
  List<String> texts() {
    return Arrays.stream(values).map(Object::toString).toList();
  }

  /** The classes as Catalyst holds them, in order. */
  Object[] catalystValues() {
    return Arrays.stream(values)
        .map(value -> value instanceof String text ? UTF8String.fromString(text) : value)
        .toArray();
  }

  /** Whether a row of the data has a label that can be used. */
  Column isValid(String column) {
    Column label = Columns.of(column);
    Column present = label.isNotNull();
    return kind == Kind.NUMBER
        ? present.and(functions.not(functions.isnan(label.cast(kind.type()))))
        : present;
  }

  /** The index of a row's label, as double. */
  Column index(String column) {
    Map<Object, Double> indices = new HashMap<>();
    for (int i = 0; i < values.length; i++) {
      indices.put(values[i], (double) i);
    }
    // Adding zero turns -0.0 into 0.0, as Spark's grouping does.
    UDF1<Object, Double> lookUp =
        label -> indices.get(label instanceof Double number ? number + 0.0 : label);
    return functions.udf(lookUp, DataTypes.DoubleType).apply(Columns.of(column).cast(kind.type()));
  }

  private static boolean isValid(Row labelAndCount, String column, boolean invalidAllowed) {
    Object label = labelAndCount.get(0);
    boolean infinite = label instanceof Double number && Double.isInfinite(number);
    boolean invalid = label == null || (label instanceof Double number && number.isNaN());
    if (infinite || (invalid && !invalidAllowed)) {
      throw new IllegalArgumentException(
          "Cannot fit: label column '"
              + column
              + "' holds "
              + (label == null ? "null" : label)
              + " in "
              + labelAndCount.getLong(1)
              + " rows"
              + (infinite ? "" : " (handleInvalid = \"skip\" drops such rows)"));
    }
    return !invalid;
  }
}
