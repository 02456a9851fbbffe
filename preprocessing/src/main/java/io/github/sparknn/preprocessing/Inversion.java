package io.github.sparknn.preprocessing;

import io.github.sparknn.preprocessing.internal.Decoding;
import io.github.sparknn.preprocessing.internal.NativeColumns;
import io.github.sparknn.preprocessing.internal.UnpackFloats;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;

/** A column from which the values of other columns are found again. */
record Inversion(Column input, Decoding.Source source) {
  /** The types of such a column, for messages. */
  static final String INPUTS = "a numeric type, an array of one, or a vector";

  static boolean isInput(StructField field) {
    return field.dataType() instanceof NumericType || NativeColumns.isTensor(field.dataType());
  }

  static Inversion ofNumber(Dataset<?> data, String param, String column) {
    StructField field = Columns.find(data.schema(), param, column);
    if (!(field.dataType() instanceof NumericType)) {
      throw Columns.wrongType(param, field, "a numeric type");
    }
    return new Inversion(
        Columns.of(data, column).cast(DataTypes.DoubleType),
        new Decoding.Source(column, DataTypes.DoubleType, 1));
  }

  /**
   * @param width values of its tensors
   */
  static Inversion ofTensor(Dataset<?> data, String param, String column, int width) {
    StructField field = Columns.find(data.schema(), param, column);
    if (!NativeColumns.isTensor(field.dataType())) {
      throw Columns.wrongType(param, field, "an array of a numeric type, or a vector");
    }
    requireSize(field, width);
    return new Inversion(
        Columns.of(data, column), new Decoding.Source(column, field.dataType(), width));
  }

  /** As {@link #ofTensor}, of packed floats too, whose metadata must tell their number. */
  static Inversion ofTensorOrPacked(Dataset<?> data, String param, String column, int width) {
    StructField field = Columns.find(data.schema(), param, column);
    if (NativeColumns.isTensor(field.dataType())) {
      return ofTensor(data, param, column, width);
    }
    if (!(field.dataType() instanceof BinaryType) || TensorFields.knownSize(field) < 0) {
      throw Columns.wrongType(
          param,
          field,
          "an array of a numeric type, packed floats with metadata "
              + TensorFields.SHAPE
              + ", or a vector");
    }
    requireSize(field, width);
    return new Inversion(
        PackedFloats.toArray(data, column), new Decoding.Source(column, UnpackFloats.ARRAY, width));
  }

  private static void requireSize(StructField field, int width) {
    long known = TensorFields.knownSize(field);
    if (known >= 0 && known != width) {
      throw new IllegalArgumentException(
          "Cannot invert column '%s': its rows hold %d values, expected %d"
              .formatted(field.name(), known, width));
    }
  }

  Column decode(Function<Decoding.Source, Decoding> decoding) {
    return NativeColumns.decode(decoding.apply(source), input);
  }

  /**
   * Requires that each category has a value of its own.
   *
   * @throws IllegalArgumentException it has not
   */
  static void requireBijection(String column, CategoricalEncoding encoding) {
    switch (encoding) {
      case HASH ->
          throw cannotInvert(column, "its encoding is hash, which keeps no category's name");
      case FREQUENCY ->
          throw cannotInvert(
              column,
              "its encoding is frequency, which gives equally frequent categories one value");
      default -> {} // oneHot, index
    }
  }

  static IllegalArgumentException cannotInvert(String column, String reason) {
    return new IllegalArgumentException("Cannot invert column '" + column + "': " + reason);
  }
}
