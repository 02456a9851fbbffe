package io.github.sparknn.estimators;

import io.github.sparknn.datasets.TensorSpec;
import java.util.Arrays;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The columns that an autoencoder adds: those whose name is not empty. */
final class AutoencoderSchema {
  private AutoencoderSchema() {}

  /**
   * The output columns in order.
   *
   * @param encodingShape of a row, noted in the metadata; empty = not known yet
   * @param inputShape of a row, noted in the metadata; empty = not known yet
   */
  static StructType outputs(AutoencoderParams params, int[] encodingShape, int[] inputShape) {
    StructType outputs = new StructType();
    if (!params.getEncodingCol().isEmpty()) {
      outputs = outputs.add(tensor(params.getEncodingCol(), encodingShape));
    }
    if (!params.getReconstructionCol().isEmpty()) {
      outputs = outputs.add(tensor(params.getReconstructionCol(), inputShape));
    }
    return params.getReconstructionErrorCol().isEmpty()
        ? outputs
        : outputs.add(params.getReconstructionErrorCol(), DataTypes.DoubleType);
  }

  private static StructField tensor(String name, int[] shape) {
    Metadata metadata =
        shape.length == 0
            ? Metadata.empty()
            : new MetadataBuilder()
                .putLongArray(
                    TensorSpec.SHAPE_METADATA, Arrays.stream(shape).asLongStream().toArray())
                .build();
    return new StructField(
        name, DataTypes.createArrayType(DataTypes.FloatType, false), true, metadata);
  }
}
