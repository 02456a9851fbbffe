package io.github.sparknn.preprocessing;

import io.github.sparknn.preprocessing.ImputedColumn.Substitute;
import io.github.sparknn.preprocessing.internal.CategoryCounts;
import io.github.sparknn.preprocessing.internal.TableNeeds;
import io.github.sparknn.preprocessing.internal.TableSummary;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReadable;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Puts something in place of missing values: null, and NaN in float and double columns. All columns
 * are fitted in one pass over the data; a column with imputation constant is not read.
 *
 * <p>Numeric columns, by {@code imputation}, for single columns {@code imputationOverrides}: mean
 * (default) of the values present, median (approximate, a value that is present), mostFrequent (of
 * equally frequent values the smallest; at most a million distinct values), or constant ({@code
 * fillValue}). Means of integral and decimal columns give a double column; all others keep their
 * type. Statistics are doubles: a substitute beyond 2^53 of an integral column fails fit.
 *
 * <p>String and boolean columns, by {@code categoricalImputation} or the same overrides:
 * mostFrequent (default; of equally frequent values the smallest; at most a million distinct
 * values) or constant ({@code categoricalFillValue}).
 *
 * <p>With {@code indicatorCols} each input column gets a further column of double, 1 where its
 * value was missing, else 0, with a binary attribute in its metadata. Infinity fails fit where
 * something is learned of its column; transform leaves it. No output column holds null or NaN.
 */
public final class MissingValueImputer
    extends InOutEstimator<MissingValueImputer, MissingValueImputerModel>
    implements MissingValueImputerParams {
  private static final long serialVersionUID = 1L;

  private static final DefaultParamsReadable<MissingValueImputer> IO =
      new DefaultParamsReadable<>() {};

  private final MissingValueParams params;

  /** An imputer with default params and a random uid. */
  public MissingValueImputer() {
    this(Identifiable.randomUID("missingValueImputer"));
  }

  /** An imputer with default params and this uid; copy and load call it. */
  public MissingValueImputer(String uid) {
    super(uid);
    params = new MissingValueParams(this);
    params.setDefaults(this);
  }

  @Override
  public MissingValueParams missingValueParams() {
    return params;
  }

  /**
   * Sets what stands for missing numbers: {@value #MEAN} (default), {@value #MEDIAN}, {@value
   * #MOST_FREQUENT} or {@value #CONSTANT}.
   */
  public MissingValueImputer setImputation(String value) {
    set(imputation(), value);
    return this;
  }

  /** Sets columns that are imputed otherwise, as {@code column=imputation} (default none). */
  public MissingValueImputer setImputationOverrides(String[] value) {
    set(imputationOverrides(), value);
    return this;
  }

  /** Sets what stands for a missing number with imputation {@value #CONSTANT} (default 0). */
  public MissingValueImputer setFillValue(double value) {
    set(fillValue(), value);
    return this;
  }

  /** Sets the relative error of the rank of medians, between 0 and 1 (default 0.001). */
  public MissingValueImputer setRelativeError(double value) {
    set(relativeError(), value);
    return this;
  }

  /**
   * Sets what stands for missing strings and booleans: {@value #MOST_FREQUENT} (default) or {@value
   * #CONSTANT}.
   */
  public MissingValueImputer setCategoricalImputation(String value) {
    set(categoricalImputation(), value);
    return this;
  }

  /**
   * Sets what stands for a missing string or boolean with imputation {@value #CONSTANT}; for
   * booleans "true" or "false".
   */
  public MissingValueImputer setCategoricalFillValue(String value) {
    set(categoricalFillValue(), value);
    return this;
  }

  /** Sets the names of the indicator columns, one for each input column (default none). */
  public MissingValueImputer setIndicatorCols(String[] value) {
    set(indicatorCols(), value);
    return this;
  }

  @Override
  MissingValueImputer self() {
    return this;
  }

  /**
   * Learns what stands for missing values, in one pass.
   *
   * @throws IllegalArgumentException before any job: columns not set, missing, of a wrong type or
   *     named twice, a new column exists, a constant that is no value of a column's type; after the
   *     pass: no rows, a column with an infinite or without any value, too many distinct values
   */
  @Override
  public MissingValueImputerModel fit(Dataset<?> data) {
    List<ImputedColumn> columns = ImputedColumn.of(this, data.schema());
    List<Substitute> substitutes = new ArrayList<>();
    for (ImputedColumn column : columns) {
      substitutes.add(column.learned() ? null : constant(column));
    }
    if (columns.stream().anyMatch(ImputedColumn::learned)) {
      learn(data, columns, substitutes);
    }
    MissingValueImputerModel model = new MissingValueImputerModel(uid(), substitutes);
    return copyValues(model, ParamMap.empty()).setParent(this);
  }

  private Substitute constant(ImputedColumn column) {
    Substitute substitute =
        column.isNumeric()
            ? new Substitute(getFillValue(), null)
            : new Substitute(null, getCategoricalFillValue());
    column.value(substitute);
    return substitute;
  }

  private void learn(Dataset<?> data, List<ImputedColumn> columns, List<Substitute> substitutes) {
    List<Integer> numbers = learned(columns, true);
    List<Integer> texts = learned(columns, false);
    List<Column> read = new ArrayList<>();
    numbers.forEach(i -> read.add(input(data, columns.get(i)).cast(DataTypes.DoubleType)));
    texts.forEach(i -> read.add(input(data, columns.get(i)).cast(DataTypes.StringType)));
    TableNeeds needs =
        new TableNeeds(
            numbers.stream().map(i -> columns.get(i).needs()).toList(),
            texts.size(),
            getRelativeError());
    TableSummary summary = TableSummary.of(data.select(read.toArray(Column[]::new)), needs);
    if (summary.rows() == 0) {
      throw new IllegalArgumentException("Cannot fit MissingValueImputer: the DataFrame is empty");
    }
    double[] means = summary.moments().means();
    for (int k = 0; k < numbers.size(); k++) {
      ImputedColumn column = columns.get(numbers.get(k));
      substitutes.set(numbers.get(k), number(column, summary, k, means[k]));
    }
    for (int k = 0; k < texts.size(); k++) {
      ImputedColumn column = columns.get(texts.get(k));
      substitutes.set(texts.get(k), text(column, summary.categories(k)));
    }
  }

  private static List<Integer> learned(List<ImputedColumn> columns, boolean numeric) {
    List<Integer> indices = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).learned() && columns.get(i).isNumeric() == numeric) {
        indices.add(i);
      }
    }
    return indices;
  }

  private static Column input(Dataset<?> data, ImputedColumn column) {
    return Columns.of(data, column.field().name());
  }

  private static Substitute number(ImputedColumn column, TableSummary summary, int k, double mean) {
    String problem = summary.moments().valueProblem(k);
    if (problem == null) {
      problem = column.imputation().problem(summary.values(k));
    }
    if (problem == null && !Double.isFinite(mean)) {
      problem = "holds values too far apart for a finite mean";
    }
    if (problem != null) {
      throw cannotFit(column, problem);
    }
    double number =
        switch (column.imputation()) {
          case MEDIAN -> summary.values(k).quantile(0.5);
          case MOST_FREQUENT -> summary.values(k).mostFrequent();
          default -> mean;
        };
    Substitute substitute = new Substitute(number, null);
    column.value(substitute);
    return substitute;
  }

  private static Substitute text(ImputedColumn column, CategoryCounts counts) {
    if (counts.overLimit()) {
      throw cannotFit(
          column,
          "has more than %d distinct values, or 256 MiB of them, too many for imputation mostFrequent"
              .formatted(TableSummary.MAX_DISTINCT));
    }
    return counts.mostFrequent(1, 1).keySet().stream()
        .findFirst()
        .map(value -> new Substitute(null, value))
        .orElseThrow(() -> cannotFit(column, "has no value, only null"));
  }

  private static IllegalArgumentException cannotFit(ImputedColumn column, String reason) {
    return new IllegalArgumentException(
        "Cannot fit MissingValueImputer: column '" + column.field().name() + "' " + reason);
  }

  @Override
  public StructType transformSchema(StructType schema) {
    return MissingValueImputerModel.outputSchema(this, schema);
  }

  /** A reader of saved imputers. */
  public static MLReader<MissingValueImputer> read() {
    return IO.read();
  }

  /** Loads a saved imputer. */
  public static MissingValueImputer load(String path) {
    return read().load(path);
  }
}
