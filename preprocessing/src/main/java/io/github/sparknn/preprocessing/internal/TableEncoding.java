package io.github.sparknn.preprocessing.internal;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * How a row of numbers and strings becomes one tensor: first the numbers, each by its rule, then
 * for each string a one-hot block with a last position for unseen and missing strings. Immutable.
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

  private final List<NumberRule> numbers;

  /** Where each number goes; its indicator, if it has one, follows. */
  final int[] numberPositions;

  final StringTable[] dictionaries;

  /** Where each one-hot block starts. */
  final int[] offsets;

  private final int width;
  private final Output output;
  private final OnInvalid onInvalid;
  private final int hash;

  /**
   * @param categories of each categorical column, in the order of their positions
   */
  public TableEncoding(
      List<NumberRule> numbers, List<List<String>> categories, Output output, OnInvalid onInvalid) {
    this.numbers = List.copyOf(numbers);
    this.numberPositions = new int[numbers.size()];
    int position = 0;
    for (int i = 0; i < numberPositions.length; i++) {
      numberPositions[i] = position;
      position += numbers.get(i).width();
    }
    this.dictionaries = categories.stream().map(StringTable::of).toArray(StringTable[]::new);
    this.offsets = new int[dictionaries.length];
    for (int j = 0; j < offsets.length; j++) {
      offsets[j] = position;
      position += dictionaries[j].size() + 1;
    }
    this.width = position;
    this.output = output;
    this.onInvalid = onInvalid;
    this.hash =
        Objects.hash(this.numbers, Arrays.hashCode(dictionaries), output.name(), onInvalid.name());
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

  NumberRule number(int column) {
    return numbers.get(column);
  }

  /** The most values of a row that are not zero. */
  int activeValues() {
    return numbers.stream().mapToInt(NumberRule::width).sum() + dictionaries.length;
  }

  IllegalArgumentException invalid(int column, Object value) {
    return new IllegalArgumentException(
        "Cannot encode row: column '"
            + numbers.get(column).column()
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
            && Arrays.equals(dictionaries, that.dictionaries));
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
