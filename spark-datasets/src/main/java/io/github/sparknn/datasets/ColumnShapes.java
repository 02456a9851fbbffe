package io.github.sparknn.datasets;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;
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
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;

/**
 * The shape of what a tensor column holds in each row: {} for a number, {n} for a vector, array or
 * packed floats, {n, m...} for nested arrays, {channels, height, width} for an image. Null stands
 * for unknown.
 */
final class ColumnShapes {
  private static final int IMAGE_DIMENSIONS = 3;

  private ColumnShapes() {}

  /** Dimensions of a column's values by their type alone. */
  static int rank(DataType type) {
    if (ImageColumnReader.isImage(type)) {
      return IMAGE_DIMENSIONS;
    } else if (type instanceof ArrayType array) {
      return 1 + rank(array.elementType());
    }
    return isVector(type) || isPacked(type) ? 1 : 0;
  }

  /** Shape by type and metadata, or null. */
  static int[] ofField(StructField field) {
    int rank = rank(field.dataType());
    if (rank == 0) {
      return new int[0];
    }
    int[] shape = shapeMetadata(field);
    if (shape != null) {
      return ofRank(rank, shape);
    }
    if (isVector(field.dataType())) {
      int attributes = AttributeGroup.fromStructField(field).size();
      return attributes > 0 ? new int[] {attributes} : null;
    }
    return null;
  }

  /** A tensor's shape as that of a column: flat columns hold all its values, others its shape. */
  static int[] ofRank(int rank, int[] shape) {
    if (rank == 1) {
      return new int[] {TensorShapes.product(shape)};
    }
    return rank == shape.length ? shape : null;
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
    TensorShapes.check(
        "metadata %s of column '%s'".formatted(TensorSpec.SHAPE_METADATA, field.name()), shape);
    return shape;
  }

  /** Fills the unknown shapes by the first row that holds a value in each of those columns. */
  static int[][] ofFirstRow(Dataset<?> data, List<String> columns, int[][] shapes) {
    List<Column> wanted = new ArrayList<>();
    List<String> names = new ArrayList<>();
    Dataset<?> rows = data;
    for (int i = 0; i < shapes.length; i++) {
      if (shapes[i] == null) {
        Column column = data.col(ColumnNames.quote(columns.get(i)));
        DataType type = data.schema().apply(columns.get(i)).dataType();
        boolean image = ImageColumnReader.isImage(type);
        wanted.add(image ? ImageColumnReader.shape(column) : shape(column, type));
        names.add(columns.get(i));
        rows = rows.where(image ? ImageColumnReader.isDefined(column) : column.isNotNull());
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
    return merge(shapes, names, first.get(0));
  }

  /** The shape as a SQL array, by the first element of each level; a vector as it is. */
  private static Column shape(Column column, DataType type) {
    if (isVector(type)) {
      return column;
    }
    Column[] sizes = new Column[rank(type)];
    Column level = column;
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = coalesce(size(level), lit(-1));
      level = functions.get(level, lit(0));
    }
    return functions.array(sizes);
  }

  private static int[][] merge(int[][] shapes, List<String> names, Row row) {
    int[][] merged = shapes.clone();
    for (int i = 0, next = 0; i < merged.length; i++) {
      if (merged[i] == null) {
        String name = names.get(next);
        merged[i] =
            row.get(next) instanceof Vector vector
                ? new int[] {vector.size()}
                : row.<Integer>getList(next).stream().mapToInt(Integer::intValue).toArray();
        next++;
        if (Arrays.stream(merged[i]).anyMatch(length -> length < 1)) {
          boolean empty = Arrays.stream(merged[i]).anyMatch(length -> length == 0);
          throw new IllegalArgumentException(
              "Cannot tell the size of '%s': the first row's value %s"
                  .formatted(name, empty ? "is empty" : "holds null"));
        }
      }
    }
    return merged;
  }

  /** Whether a type is that of packed floats. */
  static boolean isPacked(DataType type) {
    return type instanceof BinaryType;
  }

  static boolean isVector(DataType type) {
    return SQLDataTypes.VectorType().equals(type);
  }
}
