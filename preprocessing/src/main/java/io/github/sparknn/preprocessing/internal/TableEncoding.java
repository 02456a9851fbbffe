package io.github.sparknn.preprocessing.internal;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * How a row of numbers and strings becomes one tensor: first the numbers, each by its rule, then
 * the strings, each by its column's encoding. Immutable.
 */
public final class TableEncoding implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The type of the tensor column. */
  public enum Output {
    /** {@code array<float>}. */
    ARRAY,
    /** {@code array<float>} with the id of a category in place of its one-hot block. */
    IDS,
    /** Binary: the floats of {@link #IDS}, four bytes each, least significant first. */
    PACKED_IDS,
    /** Spark ML vector: sparse where that takes less memory for all rows alike, else dense. */
    VECTOR,
    /** Spark ML sparse vector. */
    SPARSE_VECTOR,
    /** Spark ML dense vector. */
    DENSE_VECTOR;

    /** Type of the tensor column. */
    public DataType dataType() {
      return switch (this) {
        case ARRAY, IDS -> DataTypes.createArrayType(DataTypes.FloatType, false);
        case PACKED_IDS -> DataTypes.BinaryType;
        case VECTOR, SPARSE_VECTOR, DENSE_VECTOR -> SQLDataTypes.VectorType();
      };
    }

    /** Whether the id of a category stands in place of its one-hot block. */
    public boolean holdsIds() {
      return this == IDS || this == PACKED_IDS;
    }
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

  private final List<DateRule> dates;

  /** Where the values of each date start. */
  private final int[] datePositions;

  private final List<CategoryEncoding> categories;

  /** Where the positions of each categorical column start. */
  private final int[] offsets;

  private final int width;
  private final Output output;
  private final OnInvalid onInvalid;
  private final int hash;

  /** Numeric, date and categorical columns in the order of their positions. */
  public TableEncoding(
      List<NumberRule> numbers,
      List<DateRule> dates,
      List<CategoryEncoding> categories,
      Output output,
      OnInvalid onInvalid) {
    this.numbers = List.copyOf(numbers);
    this.numberPositions = new int[numbers.size()];
    int position = 0;
    for (int i = 0; i < numberPositions.length; i++) {
      numberPositions[i] = position;
      position += numbers.get(i).width();
    }
    this.dates = List.copyOf(dates);
    this.datePositions = new int[dates.size()];
    for (int k = 0; k < datePositions.length; k++) {
      datePositions[k] = position;
      position += dates.get(k).width();
    }
    this.categories = List.copyOf(categories);
    this.offsets = new int[categories.size()];
    this.output = output;
    for (int j = 0; j < offsets.length; j++) {
      offsets[j] = position;
      position = Math.addExact(position, isExpanded(j) ? categories.get(j).size() : 1);
    }
    this.width = position;
    this.onInvalid = onInvalid;
    this.hash =
        Objects.hash(this.numbers, this.dates, this.categories, output.name(), onInvalid.name());
  }

  /** Values in the tensor. */
  public int width() {
    return width;
  }

  /** Type of the tensor column. */
  public DataType dataType() {
    return output.dataType();
  }

  /** Whether rows may get null. */
  public boolean nullable() {
    return onInvalid == OnInvalid.NULL;
  }

  int numericColumns() {
    return numbers.size();
  }

  /** Where a number goes; its indicator, if it has one, follows. */
  public int numberPosition(int column) {
    return numberPositions[column];
  }

  NumberRule number(int column) {
    return numbers.get(column);
  }

  int dateColumns() {
    return datePositions.length;
  }

  DateRule date(int column) {
    return dates.get(column);
  }

  int datePosition(int column) {
    return datePositions[column];
  }

  int categoricalColumns() {
    return offsets.length;
  }

  CategoryEncoding category(int column) {
    return categories.get(column);
  }

  /** Where the positions of a categorical column start. */
  public int offset(int column) {
    return offsets[column];
  }

  /** Whether a categorical column has a position for each of its ids. */
  public boolean isExpanded(int column) {
    return !output.holdsIds() && categories.get(column).isOneHot();
  }

  /** The most values of a row that are not zero. */
  int activeValues() {
    return numbers.stream().mapToInt(NumberRule::width).sum()
        + dates.stream().mapToInt(DateRule::width).sum()
        + offsets.length;
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
    return switch (output) {
      case ARRAY, IDS, PACKED_IDS -> new RowEncoder.ToArray(this, output == Output.PACKED_IDS);
      case SPARSE_VECTOR -> new RowEncoder.ToSparseVector(this);
      case DENSE_VECTOR -> new RowEncoder.ToDenseVector(this);
      // The bytes of a sparse and of a dense vector, as Spark ML's Vector.compressed counts them.
      case VECTOR ->
          12L * activeValues() + 20 < 8L * width + 8
              ? new RowEncoder.ToSparseVector(this)
              : new RowEncoder.ToDenseVector(this);
    };
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof TableEncoding that
            && hash == that.hash
            && output == that.output
            && onInvalid == that.onInvalid
            && numbers.equals(that.numbers)
            && dates.equals(that.dates)
            && categories.equals(that.categories));
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
