package io.github.sparknn.preprocessing;

import io.github.sparknn.datasets.TensorSpec;
import java.util.List;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;

/**
 * What a tensor column's metadata says: its shape for this library, its attribute group for Spark
 * ML.
 */
final class TensorFields {
  /** Metadata key of the shape without the batch, an array of long. */
  static final String SHAPE = TensorSpec.SHAPE_METADATA;

  private TensorFields() {}

  static Metadata metadata(AttributeGroup group, long[] shape) {
    return new MetadataBuilder()
        .withMetadata(group.toMetadata())
        .putLongArray(SHAPE, shape)
        .build();
  }

  static AttributeGroup group(String name, List<? extends Attribute> attributes) {
    return new AttributeGroup(name, attributes.toArray(Attribute[]::new));
  }

  /** The attribute group in the metadata of a vector or array column. */
  static AttributeGroup group(StructField field) {
    DataType vector = SQLDataTypes.VectorType();
    return AttributeGroup.fromStructField(
        new StructField(field.name(), vector, field.nullable(), field.metadata()));
  }

  /** Values of a row, or -1 when the metadata does not tell. */
  static long knownSize(StructField field) {
    if (field.metadata().contains(SHAPE)) {
      long size = 1;
      for (long extent : field.metadata().getLongArray(SHAPE)) {
        size *= extent;
      }
      return size;
    }
    return group(field).size();
  }
}
