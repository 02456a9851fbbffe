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
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
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
    implements TablePreprocessorParams, MLWritable {
  private static final long serialVersionUID = 1L;

  private final String uid;
  private final TableParams params;

  private final TableStatistics statistics;

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
   * Sets the type of the tensor column: {@value #ARRAY} of float, {@value #IDS}, {@value
   * #PACKED_IDS}, {@value #VECTOR}, {@value #SPARSE_VECTOR} or {@value #DENSE_VECTOR}.
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
    return statistics.numbers().get(Statistic.MEAN);
  }

  /**
   * Sample standard deviations (n - 1) of the values present at fit, in the order of numericCols; 0
   * for a constant.
   */
  public double[] numericStds() {
    return statistics.numbers().get(Statistic.STD);
  }

  /**
   * The categories of each categorical column in the order of their ids, without the id for unseen
   * and missing values. Columns with encoding {@value #HASH} are left out.
   */
  public Map<String, List<String>> categories() {
    Map<String, List<String>> categories = new LinkedHashMap<>();
    String[] columns = getCategoricalCols();
    for (int j = 0; j < columns.length; j++) {
      if (statistics.categories().get(j).known()) {
        categories.put(columns[j], statistics.categories().get(j).names());
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
   * Number of ids at each position with output type {@value #IDS} or {@value #PACKED_IDS}, the one
   * for unseen and missing values included; 0 where the position holds a number, as all do with
   * other output types.
   */
  public long[] vocabularySizes() {
    return layout().vocabulary();
  }

  private TableLayout layout() {
    return new TableLayout(this, statistics.dates(), statistics.categories());
  }

  /**
   * Adds the tensor column.
   *
   * @throws IllegalArgumentException before any job: a column missing or of a wrong type, a
   *     categorical one of another type than at fit, but all integral types and strings are alike;
   *     the output column exists
   */
  @Override
  public Dataset<Row> transform(Dataset<?> data) {
    check(data.schema());
    List<Column> inputs = new ArrayList<>(TableSchema.numbers(this, data));
    inputs.addAll(TableSchema.dates(this, data));
    inputs.addAll(TableSchema.categorical(this).texts(data));
    StructField field = TableSchema.outputField(this, layout());
    Column tensor = NativeColumns.encode(encoding(), inputs);
    return data.select(functions.col("*"), tensor.as(field.name(), field.metadata()));
  }

  @Override
  public StructType transformSchema(StructType schema) {
    check(schema);
    return schema.add(TableSchema.outputField(this, layout()));
  }

  /**
   * Undoes the preprocessing: adds to the data, under the names in {@code outputColumns}, what
   * {@code columns} were before. Numbers come back as double, to the accuracy of the tensor; where
   * one was missing, what stood for it comes back, or null where {@code missingIndicator} tells.
   * Categories come back in the type that their column had at fit: of a one-hot block the one with
   * the greatest value, null for the position of unseen and missing values and where no value is
   * greater than 0. A null tensor gives nulls. Numbers that were clipped, dates, and categories
   * encoded by hash or frequency have no inverse.
   *
   * @param tensorColumn an array of numbers, packed floats or a Spark ML vector as transform gives
   *     it, such as an autoencoder's reconstruction
   * @param columns some of numericCols and categoricalCols
   * @param outputColumns their new names
   * @throws IllegalArgumentException before any job: a column without an inverse or that the model
   *     does not know, another number of names, a column missing, of a wrong type or, by its
   *     metadata, another size, an output column exists; in the job: a tensor of another size, a
   *     number that is no id
   */
  public Dataset<Row> inverse(
      Dataset<?> data, String tensorColumn, String[] columns, String[] outputColumns) {
    if (columns.length != outputColumns.length) {
      throw new IllegalArgumentException(
          "Invalid outputColumns: %d names (must be one for each of %d columns)"
              .formatted(outputColumns.length, columns.length));
    }
    requireFitted();
    Columns.requireDistinct("outputColumns", outputColumns);
    TableEncoding encoding = encoding();
    Inversion tensors =
        Inversion.ofTensorOrPacked(data, "tensorColumn", tensorColumn, encoding.width());
    TableInversion inversion = new TableInversion(this, statistics, encoding);
    List<Column> restored = new ArrayList<>(List.of(functions.col("*")));
    for (int i = 0; i < columns.length; i++) {
      Columns.requireNew(data.schema(), "outputColumns", outputColumns[i]);
      restored.add(inversion.restored(columns[i], tensors).as(outputColumns[i]));
    }
    return data.select(restored.toArray(Column[]::new));
  }

  private void check(StructType schema) {
    TableSchema.check(this, schema);
    requireFitted();
    TableSchema.categorical(this).requireTypes(schema, statistics.categories());
  }

  private void requireFitted() {
    requireFitted("numericCols", getNumericCols().length, statistics.numbers().size());
    requireFitted("dateCols", getDateCols().length, statistics.dates().size());
    requireFitted("categoricalCols", getCategoricalCols().length, statistics.categories().size());
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
      rules.add(treatments.get(i).rule(statistics.numbers(), i));
    }
    return new TableEncoding(
        rules,
        statistics.dates(),
        categoryEncodings(),
        HasOutputType.output(this),
        getHandleInvalid().equals(KEEP)
            ? TableEncoding.OnInvalid.NULL
            : TableEncoding.OnInvalid.ERROR);
  }

  private List<CategoryEncoding> categoryEncodings() {
    CategoricalColumns columns = TableSchema.categorical(this);
    List<CategoryEncoding> result = new ArrayList<>();
    for (int j = 0; j < statistics.categories().size(); j++) {
      result.add(columns.encoding(j, statistics.categories().get(j)));
    }
    return result;
  }

  @Override
  public TablePreprocessorModel copy(ParamMap extra) {
    return copyValues(new TablePreprocessorModel(uid, statistics), extra).setParent(parent());
  }

  @Override
  public MLWriter write() {
    return FittedState.writer(this, statistics.saved());
  }

  /** A reader of saved models. */
  public static MLReader<TablePreprocessorModel> read() {
    return FittedState.reader(
        TablePreprocessorModel.class,
        TableStatistics.Saved.class,
        (uid, saved) -> new TablePreprocessorModel(uid, saved.statistics()));
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
