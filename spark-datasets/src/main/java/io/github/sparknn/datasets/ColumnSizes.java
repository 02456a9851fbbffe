package io.github.sparknn.datasets;

import static org.apache.spark.sql.functions.size;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;

/** How many values a tensor column holds in each row. */
final class ColumnSizes {
  static final int UNKNOWN = -1;

  private ColumnSizes() {}

  /** Size by type and metadata, or {@link #UNKNOWN}. */
  static int ofField(StructField field) {
    if (ColumnReader.isNumber(field.dataType())) {
      return 1;
    }
    int[] shape = shapeMetadata(field);
    if (shape != null) {
      return TensorSpec.product(shape);
    }
    if (isVector(field.dataType())) {
      int attributes = AttributeGroup.fromStructField(field).size();
      return attributes > 0 ? attributes : UNKNOWN;
    }
    return UNKNOWN;
  }

  /** The shape in the column's metadata, or null. */
  static int[] shapeMetadata(StructField field) {
    if (!field.metadata().contains(TensorSpec.SHAPE_METADATA)) {
      return null;
    }
    int[] shape =
        Arrays.stream(field.metadata().getLongArray(TensorSpec.SHAPE_METADATA))
            .mapToInt(Math::toIntExact)
            .toArray();
    TensorSpec.checkShape(
        "metadata %s of column '%s'".formatted(TensorSpec.SHAPE_METADATA, field.name()), shape);
    return shape;
  }

  /** Fills the unknown sizes by the first row that holds a value in each of those columns. */
  static int[] ofFirstRow(Dataset<?> data, List<String> columns, int[] sizes) {
    List<Column> wanted = new ArrayList<>();
    List<String> names = new ArrayList<>();
    Dataset<?> rows = data;
    for (int i = 0; i < sizes.length; i++) {
      if (sizes[i] == UNKNOWN) {
        Column column = data.col(quote(columns.get(i)));
        boolean vector = isVector(data.schema().apply(columns.get(i)).dataType());
        wanted.add(vector ? column : size(column));
        names.add(columns.get(i));
        rows = rows.where(column.isNotNull());
      }
    }
    List<Row> first = rows.select(wanted.toArray(Column[]::new)).takeAsList(1);
    if (first.isEmpty()) {
      throw new IllegalArgumentException(
          "Cannot tell the size of %s: %s"
              .formatted(
                  "'" + String.join("', '", names) + "'",
                  data.isEmpty() ? "the DataFrame is empty" : "no row holds a value there"));
    }
    return merge(sizes, names, first.get(0));
  }

  private static int[] merge(int[] sizes, List<String> names, Row row) {
    int[] merged = sizes.clone();
    for (int i = 0, next = 0; i < merged.length; i++) {
      if (merged[i] == UNKNOWN) {
        String name = names.get(next);
        Object value = row.get(next++);
        merged[i] = value instanceof Vector vector ? vector.size() : (Integer) value;
        if (merged[i] == 0) {
          throw new IllegalArgumentException(
              "Cannot tell the size of '%s': the first row's value is empty".formatted(name));
        }
      }
    }
    return merged;
  }

  static boolean isVector(DataType type) {
    return SQLDataTypes.VectorType().equals(type);
  }

  /** The name as Spark parses it back, dots and backticks included. */
  static String quote(String column) {
    return "`" + column.replace("`", "``") + "`";
  }
}
