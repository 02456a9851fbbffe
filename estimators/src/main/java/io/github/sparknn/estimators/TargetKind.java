package io.github.sparknn.estimators;

import io.github.sparknn.datasets.TensorSpec;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;

/** How the values that a network gives for a row become a column: in the form of the labels. */
enum TargetKind {
  /** One number: double. */
  NUMBER,
  /** array&lt;double&gt;. */
  ARRAY,
  /** Spark ML's dense vector. */
  VECTOR;

  /** The kind of a column of numbers, or null for another type. */
  static TargetKind of(DataType type) {
    if (type instanceof NumericType) {
      return NUMBER;
    }
    if (type instanceof ArrayType array && array.elementType() instanceof NumericType) {
      return ARRAY;
    }
    return SQLDataTypes.VectorType().equals(type) ? VECTOR : null;
  }

  /**
   * A column of that name, with its size in the metadata.
   *
   * @param size values of a row; 0 = not known yet
   */
  StructField field(String name, int size) {
    DataType type =
        switch (this) {
          case NUMBER -> DataTypes.DoubleType;
          case ARRAY -> DataTypes.createArrayType(DataTypes.DoubleType, false);
          case VECTOR -> SQLDataTypes.VectorType();
        };
    return new StructField(name, type, true, size == 0 ? Metadata.empty() : metadata(name, size));
  }

  private Metadata metadata(String name, int size) {
    return switch (this) {
      case NUMBER -> Metadata.empty();
      case ARRAY ->
          new MetadataBuilder().putLongArray(TensorSpec.SHAPE_METADATA, new long[] {size}).build();
      case VECTOR -> new AttributeGroup(name, size).toMetadata();
    };
  }

  /** The values of a column of this kind, as array&lt;double&gt;. */
  Column doubles(Column column) {
    return switch (this) {
      case NUMBER -> functions.array(column.cast(DataTypes.DoubleType));
      case ARRAY -> column.cast(DataTypes.createArrayType(DataTypes.DoubleType));
      case VECTOR ->
          functions.when(
              column.isNotNull(), org.apache.spark.ml.functions.vector_to_array(column, "float64"));
    };
  }

  /** A row's value as Catalyst holds it. */
  Object catalystValue(double[] values) {
    return switch (this) {
      case NUMBER -> values[0];
      case ARRAY -> CatalystValues.array(values);
      case VECTOR -> CatalystValues.vector(values);
    };
  }
}
