package io.github.sparknn.preprocessing.internal;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * How the tensors of one column are normalized: each value becomes {@code (value - shift) * scale +
 * origin} of its position. Immutable.
 */
public final class TensorNormalization implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String column;
  final DataType input;
  final double[] shifts;
  final double[] scales;
  final double[] origins;

  /**
   * @param column name of the column, for messages
   * @param input its type: array of a primitive number, or Spark ML vector
   */
  public TensorNormalization(
      String column, DataType input, double[] shifts, double[] scales, double[] origins) {
    this.column = column;
    this.input = input;
    this.shifts = shifts.clone();
    this.scales = scales.clone();
    this.origins = origins.clone();
  }

  /** Type of the result: {@code array<float>} for an array, vector for a vector. */
  public static DataType resultType(DataType input) {
    return input instanceof ArrayType array
        ? DataTypes.createArrayType(DataTypes.FloatType, array.containsNull())
        : input;
  }

  /** Whether zero stays zero, so that sparse vectors stay sparse. */
  boolean keepsZeros() {
    return Arrays.stream(shifts).allMatch(shift -> shift == 0)
        && Arrays.stream(origins).allMatch(origin -> origin == 0);
  }

  void checkSize(int size) {
    if (size != shifts.length) {
      throw new IllegalArgumentException(
          "Cannot normalize column '"
              + column
              + "': a row holds "
              + size
              + " values, expected "
              + shifts.length);
    }
  }

  /** A new normalizer: one a task, since it reuses its buffers. */
  public TensorNormalizer normalizer() {
    return new TensorNormalizer(this);
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof TensorNormalization that
            && column.equals(that.column)
            && input.equals(that.input)
            && Arrays.equals(shifts, that.shifts)
            && Arrays.equals(scales, that.scales)
            && Arrays.equals(origins, that.origins));
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        column, Arrays.hashCode(shifts), Arrays.hashCode(scales), Arrays.hashCode(origins));
  }
}
