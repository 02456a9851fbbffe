package io.github.sparknn.preprocessing;

import io.github.sparknn.preprocessing.internal.NativeColumns;
import io.github.sparknn.preprocessing.internal.TensorNormalization;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.attribute.NumericAttribute;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** How a normalizer reads numbers, arrays and vectors, and what it makes of them. */
final class TensorColumns {
  private TensorColumns() {}

  /** Throws IllegalArgumentException when the params or the columns they name do not fit. */
  static void check(HasInOutCols params, StructType schema) {
    InOutColumns.check(
        params,
        schema,
        "normalize",
        field -> isScalar(field) || NativeColumns.isTensor(readAs(field.dataType())),
        "a numeric type, an array of one, or a vector");
  }

  static boolean isScalar(StructField field) {
    return field.dataType() instanceof NumericType;
  }

  /** The type that the native readers take a column as. */
  private static DataType readAs(DataType type) {
    if (type instanceof NumericType) {
      return DataTypes.DoubleType;
    }
    return type instanceof ArrayType array && array.elementType() instanceof DecimalType
        ? DataTypes.createArrayType(DataTypes.DoubleType, array.containsNull())
        : type;
  }

  /** The input columns, decimals and scalars as double. */
  static Column[] tensors(HasInOutCols params, Dataset<?> data) {
    return Arrays.stream(InOutColumns.inputs(params))
        .map(name -> input(data, data.schema().apply(name)))
        .toArray(Column[]::new);
  }

  static Column input(Dataset<?> data, StructField field) {
    return Columns.of(data, field.name()).cast(readAs(field.dataType()));
  }

  static DataType inputType(StructField field) {
    return readAs(field.dataType());
  }

  /** The field of an output column; {@code size}: values of its tensors, or 0 when not known. */
  static StructField outputField(StructField input, String name, int size) {
    if (isScalar(input)) {
      return new StructField(name, DataTypes.DoubleType, input.nullable(), Metadata.empty());
    }
    DataType type = TensorNormalization.resultType(readAs(input.dataType()));
    Metadata metadata = Metadata.empty();
    if (size > 0) {
      metadata = TensorFields.metadata(group(input, name, size), shape(input, size));
    }
    return new StructField(name, type, input.nullable(), metadata);
  }

  private static long[] shape(StructField input, int size) {
    return input.metadata().contains(TensorFields.SHAPE)
        ? input.metadata().getLongArray(TensorFields.SHAPE)
        : new long[] {size};
  }

  private static AttributeGroup group(StructField input, String name, int size) {
    AttributeGroup group = TensorFields.group(input);
    if (group.attributes().isEmpty()) {
      return new AttributeGroup(name, size);
    }
    List<Attribute> attributes = new ArrayList<>();
    for (Attribute attribute : group.attributes().get()) {
      Attribute numeric = NumericAttribute.defaultAttr();
      attributes.add(
          attribute.name().isEmpty() ? numeric : numeric.withName(attribute.name().get()));
    }
    return TensorFields.group(name, attributes);
  }
}
