package io.github.sparknn.preprocessing.internal;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * How a row of numbers and strings becomes one tensor: first the numbers, each {@code (value -
 * shift) * scale}, then for each string a one-hot block with a last position for unseen and missing
 * strings. Immutable.
 */
public final class TableEncoding implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The type of the tensor column. */
  public enum Output {
    /** {@code array<float>}. */
    ARRAY,
    /** Spark ML vector: sparse where that takes less memory for all rows alike, else dense. */
    VECTOR
  }

  /** What a row gets that holds an infinity, or a missing number without a substitute. */
  public enum OnInvalid {
    /** An IllegalArgumentException that names the column. */
    ERROR,
    /** Null. */
    NULL
  }

  private final List<String> numbers;
  final double[] shifts;
  final double[] scales;

  /** What stands for a missing number, before scaling; NaN = nothing does. */
  final double[] substitutes;

  final StringTable[] dictionaries;

  /** Where each one-hot block starts. */
  final int[] offsets;

  private final int width;
  private final Output output;
  private final OnInvalid onInvalid;
  private final int hash;

  /**
   * @param numbers names of the numeric columns, for messages
   * @param substitutes NaN where a missing number makes its row invalid
   * @param categories of each categorical column, in the order of their positions
   */
  public TableEncoding(
      List<String> numbers,
      double[] shifts,
      double[] scales,
      double[] substitutes,
      List<List<String>> categories,
      Output output,
      OnInvalid onInvalid) {
    this.numbers = List.copyOf(numbers);
    this.shifts = shifts.clone();
    this.scales = scales.clone();
    this.substitutes = substitutes.clone();
    this.dictionaries = categories.stream().map(StringTable::of).toArray(StringTable[]::new);
    this.offsets = new int[dictionaries.length];
    int position = numbers.size();
    for (int j = 0; j < offsets.length; j++) {
      offsets[j] = position;
      position += dictionaries[j].size() + 1;
    }
    this.width = position;
    this.output = output;
    this.onInvalid = onInvalid;
    this.hash =
        Objects.hash(
            this.numbers,
            Arrays.hashCode(shifts),
            Arrays.hashCode(scales),
            Arrays.hashCode(substitutes),
            Arrays.hashCode(dictionaries),
            output.name(),
            onInvalid.name());
  }

  /** Values in the tensor. */
  public int width() {
    return width;
  }

  /** Type of the tensor column. */
  public DataType dataType() {
    return output == Output.ARRAY
        ? DataTypes.createArrayType(DataTypes.FloatType, false)
        : SQLDataTypes.VectorType();
  }

  /** Whether rows may get null. */
  public boolean nullable() {
    return onInvalid == OnInvalid.NULL;
  }

  int numericColumns() {
    return numbers.size();
  }

  /** Values of a row that are not zero by their position. */
  int activeValues() {
    return numbers.size() + dictionaries.length;
  }

  IllegalArgumentException invalid(int column, Object value) {
    return new IllegalArgumentException(
        "Cannot encode row: column '"
            + numbers.get(column)
            + "' holds "
            + value
            + " (handleInvalid = keep gives such rows a null tensor)");
  }

  /** A new encoder: one a task, since it reuses its buffers. */
  public RowEncoder encoder() {
    if (output == Output.ARRAY) {
      return new RowEncoder.ToArray(this);
    }
    // The bytes of a sparse and of a dense vector, as Spark ML's Vector.compressed counts them.
    return 12L * activeValues() + 20 < 8L * width + 8
        ? new RowEncoder.ToSparseVector(this)
        : new RowEncoder.ToDenseVector(this);
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof TableEncoding that
            && hash == that.hash
            && output == that.output
            && onInvalid == that.onInvalid
            && numbers.equals(that.numbers)
            && Arrays.equals(shifts, that.shifts)
            && Arrays.equals(scales, that.scales)
            && Arrays.equals(substitutes, that.substitutes)
            && Arrays.equals(dictionaries, that.dictionaries));
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
