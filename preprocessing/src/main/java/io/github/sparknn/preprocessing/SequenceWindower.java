package io.github.sparknn.preprocessing;

import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReadable;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * Cuts time series into windows: for the row at which a window ends, the steps of the last {@code
 * length} rows of its series as {@code float[time, features]}, and a label from a later row.
 *
 * <p>Rows with equal values in {@code keyCols} (default none: all rows) are a series, in the order
 * of {@code timeCol}: a number, date or timestamp. A null time, or one that comes twice in a
 * series, fails when the rows are read. A step holds the values of {@code inputCols} in order:
 * numbers, booleans as 0 and 1, arrays of numbers, vectors; null and NaN stay what they are. Where
 * more than {@code maxGap} (default 0: no limit) lies between a row and the next, a new series
 * begins: seconds of timestamps, days of dates, else the numbers' own unit.
 *
 * <p>The first window of a series ends at its row number {@code length}, the next one {@code
 * stride} (default 1) rows later, and so on. {@code shortWindows} tells what becomes of windows
 * that would begin before the series does:
 *
 * <ul>
 *   <li>drop (default): there are none; a series with fewer rows than {@code length} has no window
 *   <li>keep: they hold the rows that there are; estimators pad and mask such sequences themselves
 *   <li>pad: zeros stand in front
 * </ul>
 *
 * <p>With keep and pad windows also end every {@code stride} rows before row {@code length}, and at
 * the last row of a series that has fewer rows.
 *
 * <p>The new DataFrame has the rows at which windows end, with all their columns, {@code outputCol}
 * (default "features") as {@code array<array<float>>}, and, where {@code labelCols} are named, one
 * column {@code outputLabelCol} (default "label") with their values {@code horizon} (default 1)
 * rows after the window's last: the value itself of one column, {@code array<double>} of several. 0
 * takes the last row's own. Windows without a label, since the series ends before or the value is
 * null there, are left out or get a null, as {@code missingLabels} says (drop, default, or keep). A
 * DataFrame that has none of {@code labelCols} gets no labels and keeps all windows, so that a
 * fitted pipeline forecasts from it.
 *
 * <p>A window's steps depend on its own rows alone, never on later ones.
 *
 * <p>Spark's window functions do the work: one shuffle by key, then rows are sorted and spill to
 * disk where a series is long. Without {@code keyCols} all rows meet in one task. Streaming
 * DataFrames are not supported.
 */
public final class SequenceWindower extends Transformer
    implements SequenceWindowerParams, DefaultParamsWritable {
  private static final long serialVersionUID = 1L;

  private static final DefaultParamsReadable<SequenceWindower> IO =
      new DefaultParamsReadable<>() {};

  private final String uid;
  private final WindowParams params;

  /** A windower with default params and a random uid. */
  public SequenceWindower() {
    this(Identifiable.randomUID("sequenceWindower"));
  }

  /** A windower with default params and this uid; copy and load call it. */
  public SequenceWindower(String uid) {
    this.uid = uid;
    this.params = new WindowParams(this);
    params.setDefaults(this);
  }

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public WindowParams windowParams() {
    return params;
  }

  /** Sets the columns that tell one series from another (default none). */
  public SequenceWindower setKeyCols(String[] value) {
    set(keyCols(), value);
    return this;
  }

  /** Sets the column that orders the rows of a series. */
  public SequenceWindower setTimeCol(String value) {
    set(timeCol(), value);
    return this;
  }

  /** Sets the columns that make up a step, in order. */
  public SequenceWindower setInputCols(String[] value) {
    set(inputCols(), value);
    return this;
  }

  /** Sets the name of the new column of windows (default "features"). */
  public SequenceWindower setOutputCol(String value) {
    set(outputCol(), value);
    return this;
  }

  /** Sets the columns of which a later value is the label (default none). */
  public SequenceWindower setLabelCols(String[] value) {
    set(labelCols(), value);
    return this;
  }

  /** Sets the name of the new column of labels (default "label"). */
  public SequenceWindower setOutputLabelCol(String value) {
    set(outputLabelCol(), value);
    return this;
  }

  /** Sets the steps of a window, at least 1. */
  public SequenceWindower setLength(int value) {
    set(length(), value);
    return this;
  }

  /** Sets the steps from one window of a series to the next, at least 1 (default 1). */
  public SequenceWindower setStride(int value) {
    set(stride(), value);
    return this;
  }

  /** Sets the steps from a window's last one to its label, at least 0 (default 1). */
  public SequenceWindower setHorizon(int value) {
    set(horizon(), value);
    return this;
  }

  /**
   * Sets the longest time from a step to the next; longer ones begin a series (default 0: none).
   */
  public SequenceWindower setMaxGap(double value) {
    set(maxGap(), value);
    return this;
  }

  /**
   * Sets what windows do that lack steps: {@value #DROP} (default), {@value #KEEP} or {@value
   * #PAD}.
   */
  public SequenceWindower setShortWindows(String value) {
    set(shortWindows(), value);
    return this;
  }

  /** Sets what windows do that lack a label: {@value #DROP} (default) or {@value #KEEP}. */
  public SequenceWindower setMissingLabels(String value) {
    set(missingLabels(), value);
    return this;
  }

  /**
   * The rows at which windows end, with these and their labels.
   *
   * @throws IllegalArgumentException before any job: timeCol, inputCols or length not set, a column
   *     missing or of a wrong type, a new column exists, shortWindows pad where the size of a step
   *     is not known
   */
  @Override
  public Dataset<Row> transform(Dataset<?> data) {
    WindowSchema.check(this, data.schema());
    return new WindowPlan(this, data).rows();
  }

  @Override
  public StructType transformSchema(StructType schema) {
    WindowSchema.check(this, schema);
    StructType result = schema.add(WindowSchema.outputField(this, schema));
    return WindowSchema.isLabelled(this, schema)
        ? result.add(WindowSchema.labelField(this, schema))
        : result;
  }

  @Override
  public SequenceWindower copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  /** A reader of saved windowers. */
  public static MLReader<SequenceWindower> read() {
    return IO.read();
  }

  /** Loads a saved windower. */
  public static SequenceWindower load(String path) {
    return read().load(path);
  }
}
