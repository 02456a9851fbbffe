package io.github.sparknn.preprocessing;

import io.github.sparknn.preprocessing.internal.TensorSummary;
import java.util.List;
import org.apache.spark.ml.param.ParamMap;
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
 * becomes NaN where a constant becomes 0. A value that was constant at fit becomes 0; by {@link
 * MaxAbsNormalizer} 1 or -1, unless it was 0.
 *
 * <p>Set either inputCol and outputCol or inputCols and outputCols. Fit is deterministic:
 * statistics of partitions are merged in partition order.
 *
 * @param <E> the class itself
 * @param <M> its model
 */
public abstract class Normalizer<E extends Normalizer<E, M>, M extends NormalizerModel<M>>
    extends InOutEstimator<E, M> {
  private static final long serialVersionUID = 1L;

  Normalizer(String uid) {
    super(uid);
  }

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
    TensorColumns.check(this, data.schema());
    NormalizerNeeds needs = needs();
    TensorSummary summary =
        TensorSummary.of(
            data.select(TensorColumns.tensors(this, data)), needs.values(), needs.relativeError());
    M model = model(NormalizerStatistics.of(this, needs, summary));
    return copyValues(model, ParamMap.empty()).setParent(this);
  }

  @Override
  public final StructType transformSchema(StructType schema) {
    TensorColumns.check(this, schema);
    String[] inputs = InOutColumns.inputs(this);
    String[] outputs = InOutColumns.outputs(this);
    StructType result = schema;
    for (int i = 0; i < inputs.length; i++) {
      StructField input = schema.apply(inputs[i]);
      int size = Math.toIntExact(Math.max(0, TensorFields.knownSize(input)));
      result = result.add(TensorColumns.outputField(input, outputs[i], size));
    }
    return result;
  }
}
