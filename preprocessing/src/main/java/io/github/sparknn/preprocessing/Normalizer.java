package io.github.sparknn.preprocessing;

import io.github.sparknn.preprocessing.internal.TensorSummary;
import java.util.List;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Scales each value by what its position of its column was like at fit. All columns are fitted in
 * one pass over the data.
 *
 * <p>Inputs: numeric scalars (output double), arrays of numbers (by position; output {@code
 * array<float>}), Spark ML vectors (by position; output vector, dense when something is
 * subtracted). All rows of a column have one size. Null gives null, in arrays too. NaN stays NaN.
 * Both are left out of the statistics. Infinity fails fit; in transform it stays infinite, or
 * becomes NaN where the values were constant. A value that was constant at fit becomes 0.
 *
 * <p>Set either inputCol and outputCol or inputCols and outputCols. Fit is deterministic:
 * statistics of partitions are merged in partition order.
 *
 * @param <E> the class itself
 * @param <M> its model
 */
public abstract class Normalizer<E extends Normalizer<E, M>, M extends NormalizerModel<M>>
    extends Estimator<M> implements HasInOutCols, DefaultParamsWritable {
  private static final long serialVersionUID = 1L;

  private final String uid;
  private final InOutParams inOutParams;

  Normalizer(String uid) {
    this.uid = uid;
    this.inOutParams = new InOutParams(this);
  }

  @Override
  public final String uid() {
    return uid;
  }

  @Override
  public final InOutParams inOutParams() {
    return inOutParams;
  }

  /** Sets the one column to normalize. */
  public E setInputCol(String value) {
    set(inputCol(), value);
    return self();
  }

  /** Sets the name of the new column. */
  public E setOutputCol(String value) {
    set(outputCol(), value);
    return self();
  }

  /** Sets the columns to normalize. */
  public E setInputCols(String[] value) {
    set(inputCols(), value);
    return self();
  }

  /** Sets the names of the new columns, one for each of inputCols. */
  public E setOutputCols(String[] value) {
    set(outputCols(), value);
    return self();
  }

  abstract E self();

  abstract NormalizerNeeds needs();

  abstract M model(List<NumberStatistics> statistics);

  /**
   * Learns what the values are like in one pass.
   *
   * @throws IllegalArgumentException before any job: columns not set, missing, of a wrong type or
   *     named twice, an output column exists; after the pass: no rows, rows of several sizes, a
   *     position with an infinite or without any value
   */
  @Override
  public final M fit(Dataset<?> data) {
    InOutColumns.check(this, data.schema());
    NormalizerNeeds needs = needs();
    TensorSummary summary =
        TensorSummary.of(
            data.select(InOutColumns.tensors(this, data)), needs.values(), needs.relativeError());
    M model = model(NormalizerStatistics.of(this, needs, summary));
    return copyValues(model, ParamMap.empty()).setParent(this);
  }

  @Override
  public final StructType transformSchema(StructType schema) {
    InOutColumns.check(this, schema);
    String[] inputs = InOutColumns.inputs(this);
    String[] outputs = InOutColumns.outputs(this);
    StructType result = schema;
    for (int i = 0; i < inputs.length; i++) {
      StructField input = schema.apply(inputs[i]);
      int size = Math.toIntExact(Math.max(0, TensorFields.knownSize(input)));
      result = result.add(InOutColumns.outputField(input, outputs[i], size));
    }
    return result;
  }

  @Override
  public final Normalizer<E, M> copy(ParamMap extra) {
    return defaultCopy(extra);
  }
}
