package io.github.sparknn.preprocessing;

import io.github.sparknn.preprocessing.internal.DatePart;
import io.github.sparknn.preprocessing.internal.DateRule;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/** What a TablePreprocessor needs of a schema and what it adds to it. */
final class TableSchema {
  private TableSchema() {}

  /** Throws IllegalArgumentException when the params or the columns they name do not fit. */
  static void check(TablePreprocessorParams params, StructType schema) {
    String[] numeric = params.getNumericCols();
    String[] categorical = params.getCategoricalCols();
    String[] dates = params.getDateCols();
    if (numeric.length + categorical.length + dates.length == 0) {
      throw new IllegalArgumentException(
          "Cannot preprocess table: none of numericCols, categoricalCols and dateCols is set");
    }
    Columns.requireDistinct("numericCols", numeric);
    Columns.requireDistinct("categoricalCols", categorical);
    for (String name : categorical) {
      if (Arrays.asList(numeric).contains(name)) {
        throw new IllegalArgumentException(
            "Invalid categoricalCols: %s (must not name '%s', which numericCols names)"
                .formatted(String.join(", ", categorical), name));
      }
    }
    Columns.requireDistinct("dateCols", dates);
    for (String name : dates) {
      StructField field = Columns.find(schema, "dateCols", name);
      if (!isDate(field.dataType())) {
        throw Columns.wrongType("dateCols", field, "date, timestamp or timestamp_ntz");
      }
      if (dateRule(params, field).parts().isEmpty()) {
        throw new IllegalArgumentException(
            "Invalid dateParts: %s (must hold a part other than timeOfDay, since column '%s' is a"
                    .formatted(String.join(", ", params.getDateParts()), name)
                + " date)");
      }
    }
    for (String name : numeric) {
      StructField field = Columns.find(schema, "numericCols", name);
      if (!(field.dataType() instanceof NumericType || field.dataType() instanceof BooleanType)) {
        throw Columns.wrongType("numericCols", field, "a numeric type or boolean");
      }
    }
    for (String name : categorical) {
      StructField field = Columns.find(schema, "categoricalCols", name);
      if (!isCategorical(field.dataType())) {
        throw Columns.wrongType("categoricalCols", field, "string, boolean or an integral type");
      }
    }
    Columns.requireNew(schema, "outputCol", params.getOutputCol());
    NumberTreatment.of(params); // throws when params do not go together
    categorical(params);
  }

  private static boolean isDate(DataType type) {
    return type instanceof DateType
        || type instanceof TimestampType
        || type instanceof TimestampNTZType;
  }

  /** What becomes of each date column; times of day only of columns that have them. */
  static List<DateRule> dateRules(TablePreprocessorParams params, StructType schema) {
    return Arrays.stream(params.getDateCols())
        .map(name -> dateRule(params, schema.apply(name)))
        .toList();
  }

  private static DateRule dateRule(TablePreprocessorParams params, StructField field) {
    List<String> parts = Arrays.asList(params.getDateParts());
    boolean timed = !(field.dataType() instanceof DateType);
    return new DateRule(
        Arrays.stream(DatePart.values())
            .filter(part -> parts.contains(part.text()))
            .filter(part -> timed || part != DatePart.TIME_OF_DAY)
            .toList());
  }

  /** Date columns as moments of the session's local time. */
  static List<Column> dates(TablePreprocessorParams params, Dataset<?> data) {
    return Arrays.stream(params.getDateCols())
        .map(name -> Columns.of(data, name).cast(DataTypes.TimestampNTZType))
        .toList();
  }

  private static boolean isCategorical(DataType type) {
    return type instanceof StringType
        || type instanceof BooleanType
        || type instanceof ByteType
        || type instanceof ShortType
        || type instanceof IntegerType
        || type instanceof LongType;
  }

  /** Numeric columns as they are. */
  static List<Column> numbers(TablePreprocessorParams params, Dataset<?> data) {
    return Arrays.stream(params.getNumericCols()).map(name -> Columns.of(data, name)).toList();
  }

  /** The categorical columns. */
  static CategoricalColumns categorical(TablePreprocessorParams params) {
    return new CategoricalColumns(params, params.getCategoricalCols(), "categoricalCols");
  }

  /** The field of the output column, without the metadata that only a fitted model knows. */
  static StructField outputField(TablePreprocessorParams params) {
    DataType dataType = HasOutputType.output(params).dataType();
    boolean nullable = params.getHandleInvalid().equals(TablePreprocessorParams.KEEP);
    return new StructField(params.getOutputCol(), dataType, nullable, Metadata.empty());
  }

  /** As above, with shape, names and vocabulary sizes. */
  static StructField outputField(TablePreprocessorParams params, TableLayout layout) {
    StructField field = outputField(params);
    MetadataBuilder metadata =
        new MetadataBuilder()
            .withMetadata(
                TensorFields.metadata(
                    TensorFields.group(field.name(), layout.attributes()),
                    new long[] {layout.width()}));
    if (HasOutputType.output(params).holdsIds()) {
      metadata.putLongArray(TablePreprocessorParams.VOCABULARY_METADATA, layout.vocabulary());
    }
    return new StructField(field.name(), field.dataType(), field.nullable(), metadata.build());
  }
}
