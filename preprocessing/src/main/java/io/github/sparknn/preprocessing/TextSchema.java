package io.github.sparknn.preprocessing;

import java.util.Arrays;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** What a TextSequencer needs of a schema and what it adds to it. */
final class TextSchema {
  private TextSchema() {}

  /** Throws IllegalArgumentException when the params or the columns they name do not fit. */
  static void check(TextSequencerParams params, StructType schema) {
    if (!params.isSet(params.inputCol())) {
      throw new IllegalArgumentException("Cannot sequence texts: inputCol is not set");
    }
    StructField field = Columns.find(schema, "inputCol", params.getInputCol());
    if (!(field.dataType() instanceof StringType)) {
      throw Columns.wrongType("inputCol", field, "string");
    }
    Columns.requireNew(schema, "outputCol", params.getOutputCol());
    if (params.getMaxLength() == 0 && isPadded(params)) {
      throw new IllegalArgumentException(
          "Invalid padding: %s (must be none where maxLength is 0)".formatted(params.getPadding()));
    }
    if (!params.getMaskCol().isEmpty()) {
      Columns.requireNew(schema, "maskCol", params.getMaskCol());
      if (Columns.same(params.getMaskCol(), params.getOutputCol())) {
        throw new IllegalArgumentException(
            "Invalid maskCol: %s (must not be outputCol)".formatted(params.getMaskCol()));
      }
      if (!isIds(params)) {
        throw new IllegalArgumentException(
            "Invalid maskCol: %s (must be empty where outputType is %s)"
                .formatted(params.getMaskCol(), params.getOutputType()));
      }
    }
  }

  static boolean isIds(TextSequencerParams params) {
    return params.getOutputType().equals(TextSequencerParams.IDS);
  }

  static boolean isPadded(TextSequencerParams params) {
    return !params.getPadding().equals(TextSequencerParams.NONE);
  }

  static String nullMessage(TextSequencerParams params) {
    return "Cannot sequence column '"
        + params.getInputCol()
        + "': a row holds null (handleInvalid = keep gives such rows a null, skip leaves them out)";
  }

  /** With the output column, and the mask where one is wanted. */
  static StructType add(TextSequencerParams params, StructType schema, Metadata metadata) {
    StructField output = outputField(params, metadata);
    StructType result = schema.add(output);
    return params.getMaskCol().isEmpty() ? result : result.add(maskField(params));
  }

  static StructField outputField(TextSequencerParams params, Metadata metadata) {
    DataType type =
        isIds(params)
            ? DataTypes.createArrayType(DataTypes.IntegerType, false)
            : SQLDataTypes.VectorType();
    return new StructField(params.getOutputCol(), type, isNullable(params), metadata);
  }

  static StructField maskField(TextSequencerParams params) {
    DataType type = DataTypes.createArrayType(DataTypes.FloatType, false);
    return new StructField(params.getMaskCol(), type, isNullable(params), Metadata.empty());
  }

  static boolean isNullable(TextSequencerParams params) {
    return !params.getHandleInvalid().equals(TextSequencerParams.ERROR);
  }

  /**
   * Shape and vocabulary of ids, size of vectors.
   *
   * @param tokens of the vocabulary
   * @param ids that there are
   */
  static Metadata metadata(TextSequencerParams params, int tokens, int ids) {
    if (!isIds(params)) {
      return TensorFields.metadata(
          new AttributeGroup(params.getOutputCol(), tokens), new long[] {tokens});
    }
    MetadataBuilder metadata = new MetadataBuilder();
    long[] vocabulary = new long[isPadded(params) ? params.getMaxLength() : 1];
    Arrays.fill(vocabulary, ids);
    if (isPadded(params)) {
      metadata.putLongArray(TensorFields.SHAPE, new long[] {params.getMaxLength(), 1});
    }
    return metadata.putLongArray(TablePreprocessorParams.VOCABULARY_METADATA, vocabulary).build();
  }
}
