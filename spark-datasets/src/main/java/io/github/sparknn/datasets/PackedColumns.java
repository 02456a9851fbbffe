package io.github.sparknn.datasets;

import java.util.List;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Binary columns. Encoded images are binary too, so what is not said to be packed floats is not
 * read as such, whatever its length.
 */
public final class PackedColumns {
  private PackedColumns() {}

  /**
   * That something tells how many floats are packed. A schema that is still to come, such as an
   * unfitted pipeline's, need not tell yet.
   *
   * @param columns to be read as one tensor
   * @param inputShape shape of one row's tensor; null or empty when not given
   * @throws IllegalArgumentException if a binary column's metadata do not tell its shape, nor the
   *     input shape, which tells that of one column at most; or as {@link TensorSpec#of(StructType,
   *     List, int[])} for columns missing or not of a type that can be read
   */
  public static void requireShapes(StructType schema, List<String> columns, int[] inputShape) {
    List<StructField> unknown =
        columns.stream()
            .map(column -> TensorSpec.field(schema, column))
            .filter(field -> ColumnShapes.ofField(field) == null)
            .toList();
    boolean told = unknown.size() == 1 && inputShape != null && inputShape.length > 0;
    for (StructField field : unknown) {
      if (ColumnShapes.isPacked(field.dataType()) && !told) {
        throw new IllegalArgumentException(
            "Cannot read column '%s': it is binary (must be packed floats, with their shape in"
                    .formatted(field.name())
                + " metadata %s, or of one column in inputShape; ImagePreprocessor decodes images)"
                    .formatted(TensorSpec.SHAPE_METADATA));
      }
    }
  }
}
