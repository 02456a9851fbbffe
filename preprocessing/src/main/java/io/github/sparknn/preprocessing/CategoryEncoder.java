package io.github.sparknn.preprocessing;

import io.github.sparknn.preprocessing.internal.TableNeeds;
import io.github.sparknn.preprocessing.internal.TableSummary;
import java.util.Collections;
import java.util.List;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReadable;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructType;

/**
 * Turns columns of categories (string, boolean, any numeric type, taken as strings) into numbers or
 * tensors, column by column. All are fitted in one pass over the data.
 *
 * <p>The values seen at fit, at least {@code minCategoryCount} (default 1) times, are categories
 * with ids from 0 on, sorted by value as strings; at most {@code maxCategories} (default 1000) of
 * them: the most frequent ones, of equally frequent ones the smaller values. A column may have up
 * to a million distinct values. The model takes the type at fit, or any of integral types and
 * string for another of them. {@code categoricalEncoding}, for single columns {@code
 * categoricalEncodingOverrides}:
 *
 * <ul>
 *   <li>oneHot (default): a tensor with a position for each id
 *   <li>index: the id as double
 *   <li>hash: a tensor with a position for each of {@code hashBuckets} (default 1024) hash values,
 *       that of Spark's SQL function {@code hash} modulo their number; nothing is learned
 *   <li>frequency: the share of the rows at fit that had the id, as double
 * </ul>
 *
 * <p>Tensors have the type {@code outputType}: vector (default), Spark ML's, sparse or dense,
 * whichever is smaller for all rows alike; sparseVector; denseVector; array, of float. The metadata
 * of each column say in Spark ML's attributes what its values or positions mean.
 *
 * <p>Values that are no category (unseen, too rare, null, NaN; with hash only null and NaN), by
 * {@code handleInvalid}: keep (default) gives them an id of their own, the last one; error fails;
 * skip leaves their rows out. With the latter two there is no such id.
 */
public final class CategoryEncoder extends InOutEstimator<CategoryEncoder, CategoryEncoderModel>
    implements CategoryEncoderParams {
  private static final long serialVersionUID = 1L;

  private static final DefaultParamsReadable<CategoryEncoder> IO = new DefaultParamsReadable<>() {};

  private final EncoderParams params;

  /** An encoder with default params and a random uid. */
  public CategoryEncoder() {
    this(Identifiable.randomUID("categoryEncoder"));
  }

  /** An encoder with default params and this uid; copy and load call it. */
  public CategoryEncoder(String uid) {
    super(uid);
    params = new EncoderParams(this);
    params.setDefaults(this);
  }

  @Override
  public EncoderParams encoderParams() {
    return params;
  }

  /**
   * Sets the encoding: {@value #ONE_HOT} (default), {@value #INDEX}, {@value #HASH} or {@value
   * #FREQUENCY}.
   */
  public CategoryEncoder setCategoricalEncoding(String value) {
    set(categoricalEncoding(), value);
    return this;
  }

  /** Sets columns that are encoded otherwise, as {@code column=encoding} (default none). */
  public CategoryEncoder setCategoricalEncodingOverrides(String[] value) {
    set(categoricalEncodingOverrides(), value);
    return this;
  }

  /** Sets the hash values of a column with encoding {@value #HASH}, at least 1 (default 1024). */
  public CategoryEncoder setHashBuckets(int value) {
    set(hashBuckets(), value);
    return this;
  }

  /** Sets how often a value comes at fit, at least, to be a category (default 1). */
  public CategoryEncoder setMinCategoryCount(int value) {
    set(minCategoryCount(), value);
    return this;
  }

  /** Sets how many categories a column keeps, at least 1 (default 1000). */
  public CategoryEncoder setMaxCategories(int value) {
    set(maxCategories(), value);
    return this;
  }

  /**
   * Sets the type of tensors: {@value #VECTOR} (default), {@value #SPARSE_VECTOR}, {@value
   * #DENSE_VECTOR} or {@value #ARRAY} of float.
   */
  public CategoryEncoder setOutputType(String value) {
    set(outputType(), value);
    return this;
  }

  /**
   * Sets what unseen and missing values do: {@value #KEEP} (default), {@value #ERROR} or {@value
   * #SKIP}.
   */
  public CategoryEncoder setHandleInvalid(String value) {
    set(handleInvalid(), value);
    return this;
  }

  @Override
  CategoryEncoder self() {
    return this;
  }

  /**
   * Learns the categories in one pass.
   *
   * @throws IllegalArgumentException before any job: columns not set, missing, of a wrong type or
   *     named twice, an output column exists; after the pass: no rows, too many distinct values
   */
  @Override
  public CategoryEncoderModel fit(Dataset<?> data) {
    CategoricalColumns columns = new EncodedColumns(this, data.schema()).inputs();
    List<Column> learned = columns.learnedTexts(data);
    TableNeeds needs = new TableNeeds(Collections.emptyList(), learned.size(), 1);
    TableSummary summary =
        learned.isEmpty()
            ? TableSummary.empty(needs)
            : TableSummary.of(data.select(learned.toArray(Column[]::new)), needs);
    if (!learned.isEmpty() && summary.rows() == 0) {
      throw new IllegalArgumentException("Cannot fit CategoryEncoder: the DataFrame is empty");
    }
    CategoryEncoderModel model =
        new CategoryEncoderModel(uid(), columns.learn("CategoryEncoder", summary, data.schema()));
    return copyValues(model, ParamMap.empty()).setParent(this);
  }

  @Override
  public StructType transformSchema(StructType schema) {
    EncodedColumns columns = new EncodedColumns(this, schema);
    StructType result = schema;
    for (int i = 0; i < InOutColumns.inputs(this).length; i++) {
      result = result.add(columns.field(i));
    }
    return result;
  }

  /** A reader of saved encoders. */
  public static MLReader<CategoryEncoder> read() {
    return IO.read();
  }

  /** Loads a saved encoder. */
  public static CategoryEncoder load(String path) {
    return read().load(path);
  }
}
