package io.github.sparknn.datasets;

import java.util.Arrays;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;

/** Reads one column's values of a row as floats. */
abstract class ColumnReader {
  final String name;
  final int ordinal;
  final int size;

  ColumnReader(String name, int ordinal, int size) {
    this.name = name;
    this.ordinal = ordinal;
    this.size = size;
  }

  static boolean isNumber(DataType type) {
    return NumberGetter.of(type) != null;
  }

  static boolean supports(DataType type) {
    return isNumber(type)
        || ColumnShapes.isVector(type)
        || ColumnShapes.isPacked(type)
        || ImageColumnReader.isImage(type)
        || isNestedNumber(type);
  }

  private static boolean isNestedNumber(DataType type) {
    return type instanceof ArrayType array
        && (isNumber(array.elementType()) || isNestedNumber(array.elementType()));
  }

  /**
   * A reader of a column.
   *
   * @param shape of a row's value as {@link ColumnShapes} has it; for a flat type any of that size
   * @throws IllegalArgumentException if the type is unsupported or has other dimensions
   */
  static ColumnReader of(String name, int ordinal, DataType type, int[] shape) {
    int size = TensorShapes.product(shape);
    if (isNumber(type)) {
      if (size != 1) {
        throw new IllegalArgumentException(
            "Cannot read column '%s': it is of type %s (must hold %d values)"
                .formatted(name, type.catalogString(), size));
      }
      return new NumberColumnReader(name, ordinal, NumberGetter.of(type));
    } else if (ColumnShapes.isVector(type)) {
      return new VectorColumnReader(name, ordinal, size);
    } else if (ColumnShapes.isPacked(type) && shape.length == 0) {
      throw new IllegalArgumentException(
          "Cannot read column '%s': it is of type binary (must be a number)".formatted(name));
    } else if (ColumnShapes.isPacked(type)) {
      return new PackedColumnReader(name, ordinal, size);
    } else if (!supports(type)) {
      throw unsupported(name, type);
    }
    int rank = ColumnShapes.rank(type);
    if (rank == 1) {
      return new ArrayColumnReader(name, ordinal, ((ArrayType) type).elementType(), size);
    } else if (rank != shape.length) {
      throw new IllegalArgumentException(
          "Cannot read column '%s': its type %s has %d dimensions (must be of shape %s)"
              .formatted(name, type.simpleString(), rank, Arrays.toString(shape)));
    }
    return ImageColumnReader.isImage(type)
        ? new ImageColumnReader(name, ordinal, shape)
        : new NestedColumnReader(name, ordinal, type, shape);
  }

  /**
   * A reader of sequences.
   *
   * @param shape steps at most, and features of each
   * @throws IllegalArgumentException if the type is no array, or not of as many dimensions
   */
  static ColumnReader ofSequence(String name, int ordinal, DataType type, int[] shape) {
    int rank = type instanceof ArrayType && supports(type) ? ColumnShapes.rank(type) : 0;
    if (rank == shape.length || (rank == 1 && shape[1] == 1)) {
      return new SequenceColumnReader(name, ordinal, type, shape);
    }
    throw new IllegalArgumentException(
        "Cannot read column '%s' as sequences: it is of type %s (must be an array of %s)"
            .formatted(
                name,
                type.catalogString(),
                shape[1] == 1 ? "numbers" : "arrays of %d numbers".formatted(shape[1])));
  }

  static IllegalArgumentException unsupported(String name, DataType type) {
    return new IllegalArgumentException(
        "Cannot read column '%s': it is of type %s (must be a number, an array or nested array of"
                .formatted(name, type.catalogString())
            + " numbers, packed floats, a Spark ML vector or an image)");
  }

  /** Writes the floats unless the column is null; false when a value is null or NaN. */
  final boolean read(InternalRow row, Object base, long offset) {
    return !row.isNullAt(ordinal) && readValue(row, base, offset);
  }

  abstract boolean readValue(InternalRow row, Object base, long offset);

  /**
   * What makes the column invalid: "column 'x' holds null", "column 'f' holds NaN at position 3".
   */
  final Optional<String> findInvalid(InternalRow row) {
    String invalid = row.isNullAt(ordinal) ? "null" : invalidValue(row);
    return Optional.ofNullable(invalid).map(what -> "column '%s' holds %s".formatted(name, what));
  }

  /** The null or NaN in the column's value, such as "NaN at position 3", or null. */
  abstract String invalidValue(InternalRow row);

  final void checkSize(int actual) {
    if (actual != size) {
      throw new IllegalArgumentException(
          "Cannot read column '%s': a row holds %d values (must be %d)"
              .formatted(name, actual, size));
    }
  }
}
