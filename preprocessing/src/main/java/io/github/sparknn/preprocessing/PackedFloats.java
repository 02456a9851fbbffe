package io.github.sparknn.preprocessing;

import io.github.sparknn.preprocessing.internal.RowFunction;
import io.github.sparknn.preprocessing.internal.UnpackFloats;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.StructField;

/**
 * Columns of packed floats: binary, four bytes a value (IEEE 754), the least significant first.
 * This library's estimators take such columns as they are; this is for Spark's own stages.
 */
public final class PackedFloats {
  private PackedFloats() {}

  /**
   * The floats as {@code array<float>}, of which Spark's {@code array_to_vector} makes a Spark ML
   * vector. Spark compiles it with the rest of the plan. Null stays null; in the job a row whose
   * bytes are no multiple of four is an {@code IllegalArgumentException}.
   *
   * @param data has the column
   * @param packed name of a binary column
   * @throws IllegalArgumentException if there is no such column, or it is of another type
   */
  public static Column toArray(Dataset<?> data, String packed) {
    StructField field = Columns.find(data.schema(), "packed", packed);
    if (!(field.dataType() instanceof BinaryType)) {
      throw Columns.wrongType("packed", field, "binary");
    }
    return RowFunction.column(new UnpackFloats(packed), List.of(Columns.of(data, packed)));
  }
}
