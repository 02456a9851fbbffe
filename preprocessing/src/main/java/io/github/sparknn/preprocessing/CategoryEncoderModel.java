package io.github.sparknn.preprocessing;

import io.github.sparknn.preprocessing.internal.Decoding;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A fitted {@link CategoryEncoder}: a native expression for each column, within whole-stage code
 * generation. Works on streaming DataFrames.
 */
public final class CategoryEncoderModel extends InOutModel<CategoryEncoderModel>
    implements CategoryEncoderParams {
  private static final long serialVersionUID = 1L;

  private final EncoderParams params;

  /** Of each input column. */
  @SuppressWarnings("serial") // immutable lists are
  private final List<Categories> categories;

  CategoryEncoderModel(String uid, List<Categories> categories) {
    super(uid);
    this.categories = List.copyOf(categories);
    params = new EncoderParams(this);
    params.setDefaults(this);
  }

  @Override
  public EncoderParams encoderParams() {
    return params;
  }

  /**
   * Sets the type of tensors: {@value #VECTOR}, {@value #SPARSE_VECTOR}, {@value #DENSE_VECTOR} or
   * {@value #ARRAY} of float.
   */
  public CategoryEncoderModel setOutputType(String value) {
    set(outputType(), value);
    return this;
  }

  /** Sets what unseen and missing values do: {@value #KEEP}, {@value #ERROR} or {@value #SKIP}. */
  public CategoryEncoderModel setHandleInvalid(String value) {
    set(handleInvalid(), value);
    return this;
  }

  @Override
  CategoryEncoderModel self() {
    return this;
  }

  /**
   * The categories of each input column in the order of their ids, without the id for unseen and
   * missing values. Columns with encoding {@value #HASH} are left out.
   */
  public Map<String, List<String>> categories() {
    requireFitted(categories.size());
    Map<String, List<String>> result = new LinkedHashMap<>();
    String[] inputs = InOutColumns.inputs(this);
    for (int i = 0; i < inputs.length; i++) {
      if (categories.get(i).known()) {
        result.put(inputs[i], categories.get(i).names());
      }
    }
    return Collections.unmodifiableMap(result);
  }

  /**
   * Adds the encoded columns; with {@code handleInvalid} {@value #SKIP} it leaves rows out.
   *
   * @throws IllegalArgumentException before any job: a column missing or of another type than at
   *     fit, but all integral types and strings are alike; an output column exists
   */
  @Override
  public Dataset<Row> transform(Dataset<?> data) {
    EncodedColumns encoded = encoded(data.schema());
    List<Column> texts = encoded.inputs().texts(data);
    List<Column> columns = new ArrayList<>(List.of(functions.col("*")));
    for (int i = 0; i < texts.size(); i++) {
      StructField field = encoded.field(i, categories.get(i));
      Column column = encoded.encode(i, categories.get(i), texts.get(i));
      columns.add(column.as(field.name(), field.metadata()));
    }
    Dataset<Row> result = data.select(columns.toArray(Column[]::new));
    if (getHandleInvalid().equals(SKIP)) {
      for (String output : InOutColumns.outputs(this)) {
        result = result.where(Columns.of(result, output).isNotNull());
      }
    }
    return result;
  }

  private EncodedColumns encoded(StructType schema) {
    EncodedColumns encoded = new EncodedColumns(this, schema);
    requireFitted(categories.size());
    encoded.inputs().requireTypes(schema, categories);
    return encoded;
  }

  @Override
  public StructType transformSchema(StructType schema) {
    EncodedColumns encoded = encoded(schema);
    StructType result = schema;
    for (int i = 0; i < categories.size(); i++) {
      result = result.add(encoded.field(i, categories.get(i)));
    }
    return result;
  }

  /**
   * Undoes the encoding: adds to the data, under the names in {@code outputColumns}, the categories
   * that {@code columns} stand for, in the type that the input column had at fit. A column encoded
   * by index may be any numeric one, such as a classifier's prediction; one encoded by oneHot any
   * array of numbers or Spark ML vector, whose greatest value counts, of equal ones the first. The
   * id of unseen and missing values gives null, as do null, NaN, and a tensor without a value
   * greater than 0.
   *
   * @param columns one for each input column of the model, in the same order
   * @throws IllegalArgumentException before any job: an encoding that has no inverse (hash,
   *     frequency), another number of columns, a column missing or of a wrong type or size, an
   *     output column exists; in the job: a number that is no id, a row of another size
   */
  public Dataset<Row> inverse(Dataset<?> data, String[] columns, String[] outputColumns) {
    CategoryEncoderModel renamed = renamed(columns, outputColumns);
    InOutColumns.check(renamed, data.schema(), "invert", Inversion::isInput, Inversion.INPUTS);
    renamed.requireFitted(categories.size());
    CategoricalColumns inputs =
        new CategoricalColumns(this, InOutColumns.inputs(this), "inputCols");
    List<Column> restored = new ArrayList<>(List.of(functions.col("*")));
    for (int i = 0; i < columns.length; i++) {
      Inversion.requireBijection(InOutColumns.inputs(this)[i], inputs.encoding(i));
      Column category = restored(data, columns[i], inputs.encoding(i), categories.get(i));
      restored.add(category.as(outputColumns[i]));
    }
    return data.select(restored.toArray(Column[]::new));
  }

  private Column restored(
      Dataset<?> data, String column, CategoricalEncoding encoding, Categories learned) {
    boolean others = getHandleInvalid().equals(KEEP);
    List<String> names = learned.names();
    Inversion inversion =
        encoding.expands()
            ? Inversion.ofTensor(data, "inputCols", column, names.size() + (others ? 1 : 0))
            : Inversion.ofNumber(data, "inputCols", column);
    return inversion
        .decode(
            source ->
                encoding.expands()
                    ? new Decoding.OfOneHot(source, 0, others, names)
                    : new Decoding.OfId(source, 0, others, names))
        .cast(DataType.fromDDL(learned.type()));
  }

  @Override
  public CategoryEncoderModel copy(ParamMap extra) {
    return copyValues(new CategoryEncoderModel(uid(), categories), extra).setParent(parent());
  }

  /** In a saved model. */
  private record Saved(List<Categories> categories) {}

  @Override
  public MLWriter write() {
    return FittedState.writer(this, new Saved(categories));
  }

  /** A reader of saved models. */
  public static MLReader<CategoryEncoderModel> read() {
    return FittedState.reader(
        CategoryEncoderModel.class,
        Saved.class,
        (uid, saved) -> new CategoryEncoderModel(uid, saved.categories()));
  }

  /**
   * Loads a saved model.
   *
   * @throws IllegalArgumentException the path holds another stage, a newer format version, or
   *     damaged or incomplete files
   */
  public static CategoryEncoderModel load(String path) {
    return read().load(path);
  }
}
