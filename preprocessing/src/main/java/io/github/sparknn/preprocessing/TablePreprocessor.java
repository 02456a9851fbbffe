package io.github.sparknn.preprocessing;

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
 * their order, then for each categorical column a one-hot block. Fitted in one pass over the data.
 *
 * <p>Numeric columns (any numeric type, boolean as 0 and 1): null and NaN are missing. With {@code
 * imputation} = mean (default) they become the mean of the values present at fit; with none they
 * make their row invalid. {@code numericScaling} = standard (default): {@code (x - mean) / std}
 * with the sample standard deviation (n - 1) of the values present; a column that was constant at
 * fit gives 0. An infinity fails fit, and makes its row invalid in transform, as does a number
 * whose result has no finite float.
 *
 * <p>Categorical columns (string, boolean or an integral type, taken as strings): a position for
 * each category seen at fit, sorted by value, at most {@code maxCategories} (default 1000) of them:
 * the most frequent ones, of equally frequent ones the smaller values. One more position stands for
 * all other values and for null. A column may have up to a million distinct values.
 *
 * <p>Invalid rows, by {@code handleInvalid}: error (default) fails, in fit too when values are
 * missing without imputation; keep gives them a null tensor.
 *
 * <p>Fit is deterministic: statistics of partitions are merged in partition order. Statistics of
 * all partitions meet in the driver.
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

  /** Sets the name of the tensor column (default "features"). */
  public TablePreprocessor setOutputCol(String value) {
    set(outputCol(), value);
    return this;
  }

  /** Sets the scaling of numeric columns: {@value #STANDARD} (default) or {@value #NONE}. */
  public TablePreprocessor setNumericScaling(String value) {
    set(numericScaling(), value);
    return this;
  }

  /** Sets what stands for missing numbers: {@value #MEAN} (default) or {@value #NONE}. */
  public TablePreprocessor setImputation(String value) {
    set(imputation(), value);
    return this;
  }

  /** Sets the encoding of categories: {@value #ONE_HOT} (default). */
  public TablePreprocessor setCategoricalEncoding(String value) {
    set(categoricalEncoding(), value);
    return this;
  }

  /** Sets the type of the tensor column: {@value #ARRAY} of float (default) or {@value #VECTOR}. */
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
    columns.addAll(TableSchema.strings(this, data));
    TableSummary summary =
        TableSummary.of(
            data.select(columns.toArray(Column[]::new)),
            getNumericCols().length,
            getCategoricalCols().length);
    TablePreprocessorModel model =
        new TablePreprocessorModel(uid, TableStatistics.of(this, summary));
    return copyValues(model, ParamMap.empty()).setParent(this);
  }

  @Override
  public StructType transformSchema(StructType schema) {
    TableSchema.check(this, schema);
    return schema.add(
        getCategoricalCols().length == 0
            ? TableSchema.outputField(this, List.of())
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
