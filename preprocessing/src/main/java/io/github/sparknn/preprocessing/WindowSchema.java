package io.github.sparknn.preprocessing;

import io.github.sparknn.preprocessing.internal.NativeColumns;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/** What a SequenceWindower needs of a schema and what it adds to it. */
final class WindowSchema {
  private WindowSchema() {}

  /** Throws IllegalArgumentException when the params or the columns they name do not fit. */
  static void check(SequenceWindowerParams params, StructType schema) {
    requireSet(params);
    Columns.requireDistinct("keyCols", params.getKeyCols());
    for (String name : params.getKeyCols()) {
      Columns.find(schema, "keyCols", name);
    }
    StructField time = Columns.find(schema, "timeCol", params.getTimeCol());
    if (!(time.dataType() instanceof NumericType || isDate(time) || isTimestamp(time))) {
      throw Columns.wrongType("timeCol", time, "a numeric type, date, timestamp or timestamp_ntz");
    }
    Columns.requireDistinct("inputCols", params.getInputCols());
    for (String name : params.getInputCols()) {
      StructField field = Columns.find(schema, "inputCols", name);
      if (!(isScalar(field) || isVector(field) || isArray(field))) {
        throw Columns.wrongType(
            "inputCols", field, "a numeric type, boolean, an array of a numeric type, or a vector");
      }
    }
    Columns.requireNew(schema, "outputCol", params.getOutputCol());
    checkLabels(params, schema);
    if (params.getShortWindows().equals(SequenceWindowerParams.PAD)
        && features(params, schema) < 0) {
      throw new IllegalArgumentException(
          "Invalid shortWindows: pad (must be drop or keep where no metadata tell how many values"
              + " the columns %s hold)".formatted(String.join(", ", params.getInputCols())));
    }
  }

  private static void requireSet(SequenceWindowerParams params) {
    for (var param : List.of(params.timeCol(), params.inputCols(), params.length())) {
      if (!params.isSet(param)) {
        throw new IllegalArgumentException("Cannot window rows: " + param.name() + " is not set");
      }
    }
    if (params.getInputCols().length == 0) {
      throw new IllegalArgumentException("Invalid inputCols: [] (must name at least one column)");
    }
  }

  private static void checkLabels(SequenceWindowerParams params, StructType schema) {
    if (!isLabelled(params, schema)) {
      return;
    }
    Columns.requireDistinct("labelCols", params.getLabelCols());
    for (String name : params.getLabelCols()) {
      StructField field = Columns.find(schema, "labelCols", name);
      if (params.getLabelCols().length > 1 && !isScalar(field)) {
        throw Columns.wrongType("labelCols", field, "a numeric type or boolean");
      }
    }
    Columns.requireNew(schema, "outputLabelCol", params.getOutputLabelCol());
    if (Columns.same(params.getOutputLabelCol(), params.getOutputCol())) {
      throw new IllegalArgumentException(
          "Invalid outputLabelCol: %s (must not be outputCol)"
              .formatted(params.getOutputLabelCol()));
    }
  }

  /** Whether labels are wanted and the DataFrame has a column for one. */
  static boolean isLabelled(SequenceWindowerParams params, StructType schema) {
    List<String> names = Arrays.asList(schema.fieldNames());
    return Arrays.stream(params.getLabelCols()).anyMatch(names::contains);
  }

  static boolean isScalar(StructField field) {
    return field.dataType() instanceof NumericType || field.dataType() instanceof BooleanType;
  }

  static boolean isVector(StructField field) {
    return SQLDataTypes.VectorType().equals(field.dataType());
  }

  private static boolean isArray(StructField field) {
    return field.dataType() instanceof ArrayType array
        && (array.elementType() instanceof DecimalType || NativeColumns.isTensor(array));
  }

  static boolean isDate(StructField field) {
    return field.dataType() instanceof DateType;
  }

  static boolean isTimestamp(StructField field) {
    return field.dataType() instanceof TimestampType
        || field.dataType() instanceof TimestampNTZType;
  }

  /** Values of a step, or -1 when the schema does not tell. */
  static int features(SequenceWindowerParams params, StructType schema) {
    long sum = 0;
    for (String name : params.getInputCols()) {
      StructField field = schema.apply(name);
      long size = isScalar(field) ? 1 : TensorFields.knownSize(field);
      if (size < 0) {
        return -1;
      }
      sum += size;
    }
    return Math.toIntExact(sum);
  }

  /** Whether a step may be null, not only its values: where an array or vector is. */
  static boolean isStepNullable(SequenceWindowerParams params, StructType schema) {
    return Arrays.stream(params.getInputCols())
        .map(schema::apply)
        .anyMatch(field -> !isScalar(field) && field.nullable());
  }

  private static boolean isValueNullable(StructField field) {
    return isScalar(field)
        ? field.nullable()
        : field.dataType() instanceof ArrayType array && array.containsNull();
  }

  static StructField outputField(SequenceWindowerParams params, StructType schema) {
    boolean nulls =
        Arrays.stream(params.getInputCols())
            .map(schema::apply)
            .anyMatch(WindowSchema::isValueNullable);
    DataType type =
        DataTypes.createArrayType(
            DataTypes.createArrayType(DataTypes.FloatType, nulls), isStepNullable(params, schema));
    return new StructField(params.getOutputCol(), type, false, metadata(params, schema));
  }

  private static Metadata metadata(SequenceWindowerParams params, StructType schema) {
    int features = features(params, schema);
    if (features < 0 || params.getShortWindows().equals(SequenceWindowerParams.KEEP)) {
      return Metadata.empty();
    }
    return new MetadataBuilder()
        .putLongArray(TensorFields.SHAPE, new long[] {params.getLength(), features})
        .build();
  }

  static StructField labelField(SequenceWindowerParams params, StructType schema) {
    String[] labels = params.getLabelCols();
    DataType type =
        labels.length == 1
            ? schema.apply(labels[0]).dataType()
            : DataTypes.createArrayType(DataTypes.DoubleType, true);
    return new StructField(params.getOutputLabelCol(), type, true, Metadata.empty());
  }
}
