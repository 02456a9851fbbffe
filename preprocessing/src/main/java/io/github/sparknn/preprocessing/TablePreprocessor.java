package io.github.sparknn.preprocessing;

import io.github.sparknn.preprocessing.internal.TableNeeds;
import io.github.sparknn.preprocessing.internal.TableSummary;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReadable;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Turns the columns of a table into one tensor column {@code float[width]}: the numeric columns in
 * their order, then the dates, then the categorical columns. Fitted in one pass over the data.
 *
 * <p>Numeric columns (any numeric type, boolean as 0 and 1): null and NaN are missing, and left out
 * of all statistics. {@code numericScaling}, for single columns {@code numericScalingOverrides}:
 *
 * <ul>
 *   <li>standard (default): {@code (x - mean) / std} with the sample standard deviation (n - 1)
 *   <li>minMax: {@code (x - min) / (max - min)}
 *   <li>maxAbs: {@code x / max(|x|)}
 *   <li>robust: {@code (x - median) / (upper quartile - lower quartile)}, by approximate quantiles;
 *       only the median is subtracted where the quartiles are equal and other values are not
 *   <li>log1p+standard: {@code y = log(1 + x)}, then {@code (y - mean) / std} of y; a value of -1
 *       or less fails fit, and makes its row invalid in transform
 *   <li>none: x
 * </ul>
 *
 * <p>A column that was constant at fit gives 0; with maxAbs 1 or -1, and 0 only for a constant 0;
 * with none itself. What stands for a missing number, before scaling, is told by {@code
 * imputation}, for single columns {@code imputationOverrides}: mean (default), median
 * (approximate), mostFrequent (of equally frequent values the smallest; at most a million distinct
 * values), constant ({@code fillValue}), or none: a missing number makes its row invalid. With
 * {@code missingIndicator} each number is followed by a position that is 1 where it was missing,
 * else 0. {@code clipQuantiles} replaces numbers beyond two approximate quantiles by these; minimum
 * and maximum then are the quantiles, mean and deviation are those of the numbers before clipping.
 * An infinity fails fit, and makes its row invalid in transform, as does a number whose result has
 * no finite float.
 *
 * <p>Date columns (date, timestamp, timestamp_ntz): sine and cosine of how far a moment is through
 * each cycle of {@code dateParts}, in the session's time zone: timeOfDay (left out of dates, which
 * have none), dayOfWeek (from Monday), dayOfMonth (of the days of the month), month (from January),
 * dayOfYear (of the days of the year). Null gives 0 and 0.
 *
 * <p>Categorical columns (string, boolean or an integral type, taken as strings): the values seen
 * at fit, at least {@code minCategoryCount} (default 1) times, are categories with ids from 0 on,
 * sorted by value; at most {@code maxCategories} (default 1000) of them: the most frequent ones, of
 * equally frequent ones the smaller values. The last id stands for all other values and for null. A
 * column may have up to a million distinct values. The model takes the type at fit, or any of
 * integral types and string for another of them. {@code categoricalEncoding}, for single columns
 * {@code categoricalEncodingOverrides}:
 *
 * <ul>
 *   <li>oneHot (default): a position for each id
 *   <li>index: the id as a number
 *   <li>hash: a position for each of {@code hashBuckets} (default 1024) hash values, that of
 *       Spark's SQL function {@code hash} modulo their number, and one for null; nothing is learned
 *   <li>frequency: the share of the rows at fit that had the id
 * </ul>
 *
 * <p>{@code outputType}: array of float (default), dense in memory and large on disk; ids: the same
 * with the id in place of each one-hot block (oneHot and hash), and the number of ids at each
 * position in the metadata ({@value #VOCABULARY_METADATA}); packedIds: these floats as binary
 * ({@link PackedFloats}), which Parquet writes in half the time; vector, sparse or dense, whichever
 * is smaller for all rows alike; sparseVector; denseVector.
 *
 * <p>Invalid rows, by {@code handleInvalid}: error (default) fails, in fit too when values are
 * missing without imputation; keep gives them a null tensor.
 *
 * <p>Fit is deterministic: statistics of partitions are merged in partition order, where they are
 * many or large by the executors, so that the driver gets one result.
 */
public final class TablePreprocessor extends Estimator<TablePreprocessorModel>
    implements TablePreprocessorParams, DefaultParamsWritable {
  private static final long serialVersionUID = 1L;

  private static final DefaultParamsReadable<TablePreprocessor> IO =
      new DefaultParamsReadable<>() {};

  private final String uid;
  private final TableParams params;

  /** A preprocessor with default params and a random uid. */
  public TablePreprocessor() {
    this(Identifiable.randomUID("tablePreprocessor"));
  }

  /** A preprocessor with default params and this uid; copy and load call it. */
  public TablePreprocessor(String uid) {
    this.uid = uid;
    this.params = new TableParams(this);
    params.setDefaults(this);
  }

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public TableParams tableParams() {
    return params;
  }

  /** Sets the numeric and boolean columns (default none). */
  public TablePreprocessor setNumericCols(String[] value) {
    set(numericCols(), value);
    return this;
  }

  /** Sets the categorical columns (default none). */
  public TablePreprocessor setCategoricalCols(String[] value) {
    set(categoricalCols(), value);
    return this;
  }

  /** Sets the date and timestamp columns (default none). */
  public TablePreprocessor setDateCols(String[] value) {
    set(dateCols(), value);
    return this;
  }

  /**
   * Sets the cycles of each date, each a sine and a cosine: some of timeOfDay, dayOfWeek,
   * dayOfMonth, month, dayOfYear (default timeOfDay, dayOfWeek, dayOfYear).
   */
  public TablePreprocessor setDateParts(String[] value) {
    set(dateParts(), value);
    return this;
  }

  /** Sets the name of the tensor column (default "features"). */
  public TablePreprocessor setOutputCol(String value) {
    set(outputCol(), value);
    return this;
  }

  /**
   * Sets the scaling of numeric columns: {@value #STANDARD} (default), {@value #MIN_MAX}, {@value
   * #MAX_ABS}, {@value #ROBUST}, {@value #LOG_STANDARD} or {@value #NONE}.
   */
  public TablePreprocessor setNumericScaling(String value) {
    set(numericScaling(), value);
    return this;
  }

  /** Sets columns that are scaled otherwise, as {@code column=scaling} (default none). */
  public TablePreprocessor setNumericScalingOverrides(String[] value) {
    set(numericScalingOverrides(), value);
    return this;
  }

  /**
   * Sets what stands for missing numbers: {@value #MEAN} (default), {@value #MEDIAN}, {@value
   * #MOST_FREQUENT}, {@value #CONSTANT} or {@value #NONE}.
   */
  public TablePreprocessor setImputation(String value) {
    set(imputation(), value);
    return this;
  }

  /** Sets columns that are imputed otherwise, as {@code column=imputation} (default none). */
  public TablePreprocessor setImputationOverrides(String[] value) {
    set(imputationOverrides(), value);
    return this;
  }

  /** Sets what stands for a missing number with imputation {@value #CONSTANT} (default 0). */
  public TablePreprocessor setFillValue(double value) {
    set(fillValue(), value);
    return this;
  }

  /** Sets whether a 1 after each number tells that it was missing (default false). */
  public TablePreprocessor setMissingIndicator(boolean value) {
    set(missingIndicator(), value);
    return this;
  }

  /**
   * Sets two quantiles, from 0 to 1, beyond which numbers are clipped: they become the quantile
   * (default 0 and 1: nothing is clipped).
   */
  public TablePreprocessor setClipQuantiles(double[] value) {
    set(clipQuantiles(), value);
    return this;
  }

  /**
   * Sets the relative error of the rank of quantiles, between 0 and 1 (default 0.001). Quantiles
   * are of use for clipping, scaling {@value #ROBUST} and imputation {@value #MEDIAN}.
   */
  public TablePreprocessor setRelativeError(double value) {
    set(relativeError(), value);
    return this;
  }

  /**
   * Sets the encoding of categories: {@value #ONE_HOT} (default), {@value #INDEX}, {@value #HASH}
   * or {@value #FREQUENCY}.
   */
  public TablePreprocessor setCategoricalEncoding(String value) {
    set(categoricalEncoding(), value);
    return this;
  }

  /** Sets columns that are encoded otherwise, as {@code column=encoding} (default none). */
  public TablePreprocessor setCategoricalEncodingOverrides(String[] value) {
    set(categoricalEncodingOverrides(), value);
    return this;
  }

  /** Sets the hash values of a column with encoding {@value #HASH}, at least 1 (default 1024). */
  public TablePreprocessor setHashBuckets(int value) {
    set(hashBuckets(), value);
    return this;
  }

  /** Sets how often a value comes at fit, at least, to be a category of its own (default 1). */
  public TablePreprocessor setMinCategoryCount(int value) {
    set(minCategoryCount(), value);
    return this;
  }

  /**
   * Sets the type of the tensor column: {@value #ARRAY} of float (default), {@value #IDS}, {@value
   * #PACKED_IDS}, {@value #VECTOR}, {@value #SPARSE_VECTOR} or {@value #DENSE_VECTOR}.
   */
  public TablePreprocessor setOutputType(String value) {
    set(outputType(), value);
    return this;
  }

  /** Sets how many categories a column keeps, at least 1 (default 1000). */
  public TablePreprocessor setMaxCategories(int value) {
    set(maxCategories(), value);
    return this;
  }

  /** Sets what invalid rows do: {@value #ERROR} (default) or {@value #KEEP}. */
  public TablePreprocessor setHandleInvalid(String value) {
    set(handleInvalid(), value);
    return this;
  }

  /**
   * Learns means, standard deviations and categories in one pass.
   *
   * @throws IllegalArgumentException before any job: no columns set, a column missing, of a wrong
   *     type or named twice, the output column exists; after the pass: no rows, a numeric column
   *     with an infinite or without any value, missing values without imputation, too many distinct
   *     values
   */
  @Override
  public TablePreprocessorModel fit(Dataset<?> data) {
    TableSchema.check(this, data.schema());
    List<Column> columns = new ArrayList<>();
    TableSchema.numbers(this, data).forEach(c -> columns.add(c.cast(DataTypes.DoubleType)));
    List<Column> learned = TableSchema.categorical(this).learnedTexts(data);
    columns.addAll(learned);
    TableNeeds needs =
        new TableNeeds(
            NumberTreatment.of(this).stream().map(NumberTreatment::needs).toList(),
            learned.size(),
            getRelativeError());
    TableSummary summary = TableSummary.of(data.select(columns.toArray(Column[]::new)), needs);
    TablePreprocessorModel model =
        new TablePreprocessorModel(uid, TableStatistics.of(this, data.schema(), summary));
    return copyValues(model, ParamMap.empty()).setParent(this);
  }

  @Override
  public StructType transformSchema(StructType schema) {
    TableSchema.check(this, schema);
    return schema.add(
        getCategoricalCols().length == 0
            ? TableSchema.outputField(
                this, new TableLayout(this, TableSchema.dateRules(this, schema), List.of()))
            : TableSchema.outputField(this));
  }

  @Override
  public TablePreprocessor copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  /** A reader of saved preprocessors. */
  public static MLReader<TablePreprocessor> read() {
    return IO.read();
  }

  /** Loads a saved preprocessor. */
  public static TablePreprocessor load(String path) {
    return read().load(path);
  }
}
