package io.github.sparknn.datasets;

import static org.apache.spark.sql.functions.get;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.size;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Finds out which columns hold sequences of varying length, and how long these are. */
final class SequenceSpecs {
  private static final int DIMENSIONS = 2;

  private SequenceSpecs() {}

  /**
   * Whether the columns are one of arrays whose lengths may vary: not a column of which metadata
   * tell the size, nor a flat one that the input shape cuts into steps.
   */
  static boolean varies(StructType schema, List<String> columns, int[] inputShape) {
    if (columns.size() != 1) {
      return false;
    }
    StructField field = TensorSpec.field(schema, columns.get(0));
    int rank = ColumnShapes.rank(field.dataType());
    if (!(field.dataType() instanceof ArrayType)
        || rank > DIMENSIONS
        || ColumnShapes.shapeMetadata(field) != null) {
      return false;
    }
    boolean flatSteps = inputShape.length == DIMENSIONS && inputShape[1] > 1;
    return inputShape.length == 0 || inputShape.length == DIMENSIONS && !(rank == 1 && flatSteps);
  }

  /** Steps and features of the longest row, by one job over the column. */
  static int[] longest(Dataset<?> data, String column) {
    DataType type = data.schema().apply(column).dataType();
    Column steps = data.col(ColumnNames.quote(column));
    boolean single = ColumnShapes.rank(type) == 1;
    Column features = single ? lit(1) : max(size(get(steps, lit(0))));
    Row sizes = data.agg(max(size(steps)), features).first();
    int[] shape = {value(sizes, 0), value(sizes, 1)};
    if (Arrays.stream(shape).anyMatch(length -> length < 1)) {
      throw new IllegalArgumentException(
          "Cannot tell the size of '%s': no row holds a sequence with values".formatted(column));
    }
    return shape;
  }

  private static int value(Row sizes, int i) {
    return sizes.isNullAt(i) ? 0 : sizes.getInt(i);
  }
}
