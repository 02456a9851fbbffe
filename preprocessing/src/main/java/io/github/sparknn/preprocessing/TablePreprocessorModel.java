package io.github.sparknn.preprocessing;

import io.github.sparknn.preprocessing.NumberStatistics.Statistic;
import io.github.sparknn.preprocessing.internal.CategoryEncoding;
import io.github.sparknn.preprocessing.internal.NativeColumns;
import io.github.sparknn.preprocessing.internal.NumberRule;
import io.github.sparknn.preprocessing.internal.TableEncoding;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReadable;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A fitted {@link TablePreprocessor}: adds the tensor column as one native expression, which
 * whole-stage code generation compiles. Works on streaming DataFrames; columns that it does not
 * name need not be there. The field's metadata hold the shape ({@code tensor.shape}) and a Spark ML
 * attribute group with the {@link #featureNames}.
 */
public final class TablePreprocessorModel extends Model<TablePreprocessorModel>
    implements TablePreprocessorParams, DefaultParamsWritable {
  private static final long serialVersionUID = 1L;

  private static final DefaultParamsReadable<TablePreprocessorModel> PARAMS =
      new DefaultParamsReadable<>() {};

  private final String uid;
  private final TableParams params;

  /** Null only while a saved model is loaded. */
  private final TableStatistics statistics;

  /** A model without statistics, which cannot transform: for Spark's reader only. */
  public TablePreprocessorModel(String uid) {
    this(uid, null);
  }

  TablePreprocessorModel(String uid, TableStatistics statistics) {
    this.uid = uid;
    this.statistics = statistics;
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

  /** Sets the name of the tensor column. */
  public TablePreprocessorModel setOutputCol(String value) {
    set(outputCol(), value);
    return this;
  }

  /**
   * Sets the type of the tensor column: {@value #ARRAY} of float, {@value #IDS}, {@value #VECTOR},
   * {@value #SPARSE_VECTOR} or {@value #DENSE_VECTOR}.
   */
  public TablePreprocessorModel setOutputType(String value) {
    set(outputType(), value);
    return this;
  }

  /** Sets what invalid rows do: {@value #ERROR} or {@value #KEEP}. */
  public TablePreprocessorModel setHandleInvalid(String value) {
    set(handleInvalid(), value);
    return this;
  }

  /** Means of the values present at fit, in the order of numericCols. */
  public double[] numericMeans() {
    return statistics().numbers().get(Statistic.MEAN);
  }

  /**
   * Sample standard deviations (n - 1) of the values present at fit, in the order of numericCols; 0
   * for a constant.
   */
  public double[] numericStds() {
    return statistics().numbers().get(Statistic.STD);
  }

  /**
   * The categories of each categorical column in the order of their ids, without the id for unseen
   * and missing values. Columns with encoding {@value #HASH} are left out.
   */
  public Map<String, List<String>> categories() {
    Map<String, List<String>> categories = new LinkedHashMap<>();
    String[] columns = getCategoricalCols();
    for (int j = 0; j < columns.length; j++) {
      if (statistics().categories().get(j).known()) {
        categories.put(columns[j], statistics().categories().get(j).names());
      }
    }
    return Collections.unmodifiableMap(categories);
  }

  /**
   * Name of each position: {@code DepDelay}, {@code DepDelay=?} for its missing indicator, {@code
   * Date:month:sin} and {@code Date:month:cos}, {@code Carrier=AA}, {@code Carrier#17} for a hash
   * value, and {@code Carrier=?} for unseen and missing values; {@code Carrier} where an id, an
   * index or a share stands.
   */
  public List<String> featureNames() {
    return layout().names();
  }

  /**
   * Number of ids at each position with output type {@value #IDS}, the one for unseen and missing
   * values included; 0 where the position holds a number, as all do with other output types.
   */
  public long[] vocabularySizes() {
    return layout().vocabulary();
  }

  private TableLayout layout() {
    return new TableLayout(this, statistics().dates(), statistics().categories());
  }

  /**
   * Adds the tensor column.
   *
   * @throws IllegalArgumentException before any job: a column missing or of a wrong type, the
   *     output column exists
   */
  @Override
  public Dataset<Row> transform(Dataset<?> data) {
    check(data.schema());
    List<Column> inputs = new ArrayList<>(TableSchema.numbers(this, data));
    inputs.addAll(TableSchema.dates(this, data));
    inputs.addAll(TableSchema.strings(this, data));
    StructField field = TableSchema.outputField(this, layout());
    Column tensor = NativeColumns.encode(encoding(), inputs);
    return data.select(functions.col("*"), tensor.as(field.name(), field.metadata()));
  }

  @Override
  public StructType transformSchema(StructType schema) {
    check(schema);
    return schema.add(TableSchema.outputField(this, layout()));
  }

  private void check(StructType schema) {
    TableSchema.check(this, schema);
    requireFitted("numericCols", getNumericCols().length, statistics().numbers().size());
    requireFitted("dateCols", getDateCols().length, statistics().dates().size());
    requireFitted("categoricalCols", getCategoricalCols().length, statistics().categories().size());
  }

  private TableStatistics statistics() {
    if (statistics == null) {
      throw new IllegalStateException("Cannot use " + uid + ": it was neither fitted nor loaded");
    }
    return statistics;
  }

  private static void requireFitted(String param, int actual, int fitted) {
    if (actual != fitted) {
      throw new IllegalArgumentException(
          "Invalid %s: %d columns (must be %d, as at fit)".formatted(param, actual, fitted));
    }
  }

  private TableEncoding encoding() {
    List<NumberTreatment> treatments = NumberTreatment.of(this);
    List<NumberRule> rules = new ArrayList<>();
    for (int i = 0; i < treatments.size(); i++) {
      rules.add(treatments.get(i).rule(statistics().numbers(), i));
    }
    return new TableEncoding(
        rules,
        statistics().dates(),
        categoryEncodings(),
        output(),
        getHandleInvalid().equals(KEEP)
            ? TableEncoding.OnInvalid.NULL
            : TableEncoding.OnInvalid.ERROR);
  }

  private List<CategoryEncoding> categoryEncodings() {
    List<CategoricalEncoding> encodings = CategoricalEncoding.of(this);
    List<CategoryEncoding> result = new ArrayList<>();
    for (int j = 0; j < encodings.size(); j++) {
      result.add(categoryEncoding(encodings.get(j), j));
    }
    return result;
  }

  private CategoryEncoding categoryEncoding(CategoricalEncoding encoding, int j) {
    Categories categories = statistics().categories().get(j);
    boolean shares = encoding == CategoricalEncoding.FREQUENCY;
    if ((encoding != CategoricalEncoding.HASH && !categories.known())
        || (shares && categories.shares().contains(Double.NaN))) {
      throw new IllegalArgumentException(
          "Invalid categoricalEncoding: %s (must be as at fit, where column '%s' was fitted for another)"
              .formatted(encoding.text(), getCategoricalCols()[j]));
    }
    return switch (encoding) {
      case ONE_HOT -> CategoryEncoding.oneHot(categories.names());
      case INDEX -> CategoryEncoding.index(categories.names());
      case HASH -> CategoryEncoding.hash(getHashBuckets());
      case FREQUENCY ->
          CategoryEncoding.values(categories.names(), Rows.doubles(categories.shares()));
    };
  }

  private TableEncoding.Output output() {
    return switch (getOutputType()) {
      case IDS -> TableEncoding.Output.IDS;
      case VECTOR -> TableEncoding.Output.VECTOR;
      case SPARSE_VECTOR -> TableEncoding.Output.SPARSE_VECTOR;
      case DENSE_VECTOR -> TableEncoding.Output.DENSE_VECTOR;
      default -> TableEncoding.Output.ARRAY;
    };
  }

  @Override
  public TablePreprocessorModel copy(ParamMap extra) {
    return copyValues(new TablePreprocessorModel(uid, statistics), extra).setParent(parent());
  }

  @Override
  public MLWriter write() {
    return new FittedStateWriter(
        DefaultParamsWritable.super.write(),
        TableStatistics.FORMAT_VERSION,
        TableStatistics.SCHEMA,
        statistics().toRow());
  }

  /** A reader of saved models. */
  public static MLReader<TablePreprocessorModel> read() {
    return new FittedStateReader<>(
        TablePreprocessorModel.class,
        PARAMS.read(),
        TableStatistics.FORMAT_VERSION,
        TablePreprocessorModel::withStatistics);
  }

  private static TablePreprocessorModel withStatistics(TablePreprocessorModel params, Row row) {
    TablePreprocessorModel model = new TablePreprocessorModel(params.uid, TableStatistics.of(row));
    return params.copyValues(model, ParamMap.empty());
  }

  /**
   * Loads a saved model.
   *
   * @throws IllegalArgumentException the path holds another stage, a newer format version, or
   *     missing or corrupt data
   */
  public static TablePreprocessorModel load(String path) {
    return read().load(path);
  }
}
