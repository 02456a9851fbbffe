package io.github.sparknn.preprocessing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.BinaryAttribute;
import org.apache.spark.ml.attribute.NumericAttribute;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** What a TablePreprocessor needs of a schema and what it adds to it. */
final class TableSchema {
  private TableSchema() {}

  /** Throws IllegalArgumentException when the params or the columns they name do not fit. */
  static void check(TablePreprocessorParams params, StructType schema) {
    String[] numeric = params.getNumericCols();
    String[] categorical = params.getCategoricalCols();
    if (numeric.length + categorical.length == 0) {
      throw new IllegalArgumentException(
          "Cannot preprocess table: neither numericCols nor categoricalCols is set");
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

  /** Categorical columns as strings. */
  static List<Column> strings(TablePreprocessorParams params, Dataset<?> data) {
    return Arrays.stream(params.getCategoricalCols())
        .map(name -> Columns.of(data, name).cast(DataTypes.StringType))
        .toList();
  }

  /** The field of the output column, without the metadata that only a fitted model knows. */
  static StructField outputField(TablePreprocessorParams params) {
    DataType type =
        params.getOutputType().equals(TablePreprocessorParams.VECTOR)
            ? SQLDataTypes.VectorType()
            : DataTypes.createArrayType(DataTypes.FloatType, false);
    boolean nullable = params.getHandleInvalid().equals(TablePreprocessorParams.KEEP);
    return new StructField(params.getOutputCol(), type, nullable, Metadata.empty());
  }

  /** As above, with shape and names. {@code categories}: of each categorical column. */
  static StructField outputField(TablePreprocessorParams params, List<List<String>> categories) {
    StructField field = outputField(params);
    List<Attribute> attributes = attributes(params, categories);
    Metadata metadata =
        TensorFields.metadata(
            TensorFields.group(field.name(), attributes), new long[] {attributes.size()});
    return new StructField(field.name(), field.dataType(), field.nullable(), metadata);
  }

  /**
   * Name and kind of each position: {@code DepDelay}, {@code DepDelay=?} for its indicator, {@code
   * Carrier=AA}, {@code Carrier=?} for unseen and missing.
   */
  static List<Attribute> attributes(TablePreprocessorParams params, List<List<String>> categories) {
    List<Attribute> attributes = new ArrayList<>();
    for (String name : params.getNumericCols()) {
      attributes.add(NumericAttribute.defaultAttr().withName(name));
      if (params.getMissingIndicator()) {
        attributes.add(BinaryAttribute.defaultAttr().withName(name + "=?"));
      }
    }
    String[] columns = params.getCategoricalCols();
    for (int j = 0; j < columns.length; j++) {
      String other = "?";
      for (String category : categories.get(j)) {
        attributes.add(BinaryAttribute.defaultAttr().withName(columns[j] + "=" + category));
      }
      while (categories.get(j).contains(other)) {
        other += "?";
      }
      attributes.add(BinaryAttribute.defaultAttr().withName(columns[j] + "=" + other));
    }
    return attributes;
  }
}
