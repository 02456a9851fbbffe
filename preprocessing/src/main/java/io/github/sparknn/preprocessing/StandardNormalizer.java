package io.github.sparknn.preprocessing;

import io.github.sparknn.preprocessing.internal.TensorSummary;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReadable;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Brings columns to mean 0 and standard deviation 1: {@code (x - mean) / std}, with the sample
 * standard deviation (n - 1); a value that was constant at fit becomes 0. All columns are fitted in
 * one pass over the data.
 *
 * <p>Inputs: numeric scalars (output double), arrays of numbers (by position; output {@code
 * array<float>}), Spark ML vectors (by position; output vector, dense when the mean is subtracted).
 * All rows of a column have one size. Null gives null, in arrays too. NaN stays NaN. Both are left
 * out of the statistics. Infinity fails fit; in transform it stays infinite, or becomes NaN where
 * the values were constant.
 *
 * <p>Set either inputCol and outputCol or inputCols and outputCols. Fit is deterministic:
 * statistics of partitions are merged in partition order.
 */
public final class StandardNormalizer extends Estimator<StandardNormalizerModel>
    implements StandardNormalizerParams, DefaultParamsWritable {
  private static final long serialVersionUID = 1L;

  private static final DefaultParamsReadable<StandardNormalizer> IO =
      new DefaultParamsReadable<>() {};

  private final String uid;
  private final NormalizerParams params;

  /** A normalizer with default params and a random uid. */
  public StandardNormalizer() {
    this(Identifiable.randomUID("standardNormalizer"));
  }

  /** A normalizer with default params and this uid; copy and load call it. */
  public StandardNormalizer(String uid) {
    this.uid = uid;
    this.params = new NormalizerParams(this);
    params.setDefaults(this);
  }

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public NormalizerParams normalizerParams() {
    return params;
  }

  /** Sets the one column to normalize. */
  public StandardNormalizer setInputCol(String value) {
    set(inputCol(), value);
    return this;
  }

  /** Sets the name of the new column. */
  public StandardNormalizer setOutputCol(String value) {
    set(outputCol(), value);
    return this;
  }

  /** Sets the columns to normalize. */
  public StandardNormalizer setInputCols(String[] value) {
    set(inputCols(), value);
    return this;
  }

  /** Sets the names of the new columns, one for each of inputCols. */
  public StandardNormalizer setOutputCols(String[] value) {
    set(outputCols(), value);
    return this;
  }

  /** Sets whether the mean is subtracted (default true). */
  public StandardNormalizer setWithMean(boolean value) {
    set(withMean(), value);
    return this;
  }

  /** Sets whether the values are divided by the standard deviation (default true). */
  public StandardNormalizer setWithStd(boolean value) {
    set(withStd(), value);
    return this;
  }

  /**
   * Learns means and standard deviations in one pass.
   *
   * @throws IllegalArgumentException before any job: columns not set, missing, of a wrong type or
   *     named twice, an output column exists; after the pass: no rows, rows of several sizes, a
   *     position with an infinite or without any value
   */
  @Override
  public StandardNormalizerModel fit(Dataset<?> data) {
    NormalizerSchema.check(this, data.schema());
    TensorSummary summary = TensorSummary.of(data.select(NormalizerSchema.inputs(this, data)));
    StandardNormalizerModel model =
        new StandardNormalizerModel(uid, NormalizerStatistics.of(this, summary));
    return copyValues(model, ParamMap.empty()).setParent(this);
  }

  @Override
  public StructType transformSchema(StructType schema) {
    NormalizerSchema.check(this, schema);
    String[] inputs = NormalizerSchema.inputs(this);
    String[] outputs = NormalizerSchema.outputs(this);
    StructType result = schema;
    for (int i = 0; i < inputs.length; i++) {
      StructField input = schema.apply(inputs[i]);
      int size = Math.toIntExact(Math.max(0, TensorFields.knownSize(input)));
      result = result.add(NormalizerSchema.outputField(input, outputs[i], size));
    }
    return result;
  }

  @Override
  public StandardNormalizer copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  /** A reader of saved normalizers. */
  public static MLReader<StandardNormalizer> read() {
    return IO.read();
  }

  /** Loads a saved normalizer. */
  public static StandardNormalizer load(String path) {
    return read().load(path);
  }
}
