package io.github.sparknn.preprocessing.internal;

import java.time.LocalDate;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Encodes row after row. Generated code calls {@link #start}, then {@link #number} or {@link
 * #missing} for each numeric column, {@link #date} or {@link #missingDate} for each date, {@link
 * #category} for each categorical column, then {@link #valid} and {@link #result}. Not thread-safe.
 */
public abstract class RowEncoder {
  /** The type of dense vectors in Spark ML's VectorUDT. */
  private static final byte DENSE = 1;

  private static final long MICROS_PER_DAY = 86_400_000_000L;

  private final TableEncoding encoding;
  private final int[] positions;
  private final double[] shifts;
  private final double[] scales;

  /** What a missing number becomes; NaN = its row is invalid. */
  private final double[] filled;

  private final boolean[] indicators;
  private final CategoryEncoding[] categories;

  /** Where the positions of each categorical column start. */
  final int[] offsets;

  /** Which of them have a position for each id. */
  private final boolean[] expanded;

  private final double largest;
  private boolean valid;

  private RowEncoder(TableEncoding encoding, double largest) {
    this.encoding = encoding;
    this.largest = largest;
    positions = encoding.numberPositions;
    int numbers = positions.length;
    shifts = new double[numbers];
    scales = new double[numbers];
    filled = new double[numbers];
    indicators = new boolean[numbers];
    for (int i = 0; i < numbers; i++) {
      NumberRule rule = encoding.number(i);
      shifts[i] = rule.shift();
      scales[i] = rule.scale();
      double fill = rule.scaled(rule.substitute());
      filled[i] = Math.abs(fill) <= largest ? fill : Double.NaN;
      indicators[i] = rule.indicator();
    }
    int columns = encoding.categoricalColumns();
    categories = new CategoryEncoding[columns];
    offsets = new int[columns];
    expanded = new boolean[columns];
    for (int j = 0; j < columns; j++) {
      categories[j] = encoding.category(j);
      offsets[j] = encoding.offset(j);
      expanded[j] = encoding.isExpanded(j);
    }
  }

  /** Begins a row. */
  public void start() {
    valid = true;
  }

  /** The value of numeric column {@code i}, whose rule only shifts and scales; NaN is missing. */
  public final void number(int i, double value) {
    putScaled(i, value, value);
  }

  /** The value of any numeric column {@code i}; NaN is missing. */
  public final void preparedNumber(int i, double value) {
    putScaled(i, value, encoding.number(i).prepare(value));
  }

  private void putScaled(int i, double value, double prepared) {
    // The sum turns -0 into 0: a constant column gives 0 for values on either side.
    double scaled = (prepared - shifts[i]) * scales[i] + 0.0;
    if (Math.abs(scaled) <= largest) {
      put(positions[i], scaled);
      if (indicators[i]) {
        put(positions[i] + 1, 0);
      }
    } else if (Double.isNaN(value)) {
      missing(i);
    } else {
      invalid(i, value);
    }
  }

  /** Numeric column {@code i} holds null. */
  public final void missing(int i) {
    if (Double.isNaN(filled[i])) {
      invalid(i, "null or NaN");
      return;
    }
    put(positions[i], filled[i]);
    if (indicators[i]) {
      put(positions[i] + 1, 1);
    }
  }

  private void invalid(int i, Object value) {
    if (!encoding.nullable()) {
      throw encoding.invalid(i, value);
    }
    valid = false;
  }

  /** The value of date column {@code k}: microseconds of local time since 1970-01-01T00:00. */
  public final void date(int k, long micros) {
    LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(micros, MICROS_PER_DAY));
    long microsOfDay = Math.floorMod(micros, MICROS_PER_DAY);
    int position = encoding.datePosition(k);
    for (DatePart part : encoding.date(k).parts()) {
      double angle = 2 * Math.PI * part.turn(date, microsOfDay);
      put(position++, Math.sin(angle));
      put(position++, Math.cos(angle));
    }
  }

  /** Date column {@code k} holds null. */
  public final void missingDate(int k) {
    int position = encoding.datePosition(k);
    for (int end = position + encoding.date(k).width(); position < end; position++) {
      put(position, 0);
    }
  }

  /** The value of categorical column {@code j}; null is missing. */
  public final void category(int j, UTF8String value) {
    CategoryEncoding category = categories[j];
    int id = category.id(value);
    if (id < 0) {
      if (!encoding.nullable()) {
        throw category.invalid(value);
      }
      valid = false;
    } else if (expanded[j]) {
      hot(j, offsets[j] + id);
    } else {
      put(offsets[j], category.value(id));
    }
  }

  /** Whether the row has a tensor. */
  public final boolean valid() {
    return valid;
  }

  /**
   * The tensor as Spark's internal value. That of arrays and sparse vectors is valid until the next
   * row starts.
   */
  public abstract Object result();

  abstract void put(int position, double value);

  abstract void hot(int column, int position);

  /** Writes into one {@code array<float>}; of a one-hot block it only moves the one. */
  static final class ToArray extends RowEncoder {
    private final FloatArrayBuffer buffer;
    private final boolean packed;
    private final int[] hot;

    /**
     * @param packed whether the result is the array's bytes, each row's its own, since Spark takes
     *     them for constant
     */
    ToArray(TableEncoding encoding, boolean packed) {
      super(encoding, Float.MAX_VALUE);
      this.packed = packed;
      buffer = new FloatArrayBuffer(encoding.width());
      hot = offsets.clone();
    }

    @Override
    void put(int position, double value) {
      buffer.put(position, (float) value);
    }

    @Override
    void hot(int column, int position) {
      put(hot[column], 0);
      hot[column] = position;
      put(position, 1);
    }

    @Override
    public Object result() {
      return packed ? buffer.packed() : buffer.array();
    }
  }

  /** Fills one {@code double[]}, copied for each row. */
  static final class ToDenseVector extends RowEncoder {
    private final double[] values;
    private final int[] hot;

    ToDenseVector(TableEncoding encoding) {
      super(encoding, Double.MAX_VALUE);
      values = new double[encoding.width()];
      hot = offsets.clone();
    }

    @Override
    void put(int position, double value) {
      values[position] = value;
    }

    @Override
    void hot(int column, int position) {
      values[hot[column]] = 0;
      hot[column] = position;
      values[position] = 1;
    }

    @Override
    public Object result() {
      return new GenericInternalRow(
          new Object[] {DENSE, null, null, UnsafeArrayData.fromPrimitiveArray(values)});
    }
  }

  /** Collects the values that are not zero; the columns come in ascending position. */
  static final class ToSparseVector extends RowEncoder {
    private final SparseVectorBuffer buffer;

    ToSparseVector(TableEncoding encoding) {
      super(encoding, Double.MAX_VALUE);
      buffer = new SparseVectorBuffer(encoding.width(), encoding.activeValues());
    }

    @Override
    public void start() {
      super.start();
      buffer.clear();
    }

    @Override
    void put(int position, double value) {
      if (value != 0) {
        buffer.put(position, value);
      }
    }

    @Override
    void hot(int column, int position) {
      buffer.put(position, 1);
    }

    @Override
    public Object result() {
      return buffer.vector();
    }
  }
}
