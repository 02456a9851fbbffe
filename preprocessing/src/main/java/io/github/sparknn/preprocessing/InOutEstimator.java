package io.github.sparknn.preprocessing;

import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsWritable;

/**
 * An estimator whose model makes one new column of each input column. Set either inputCol and
 * outputCol or inputCols and outputCols.
 *
 * @param <E> the class itself
 * @param <M> its model
 */
public abstract class InOutEstimator<E extends InOutEstimator<E, M>, M extends InOutModel<M>>
    extends Estimator<M> implements HasInOutCols, DefaultParamsWritable {
  private static final long serialVersionUID = 1L;

  private final String uid;
  private final InOutParams inOutParams;

  InOutEstimator(String uid) {
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

  /** Sets the one column to transform. */
  public E setInputCol(String value) {
    set(inputCol(), value);
    return self();
  }

  /** Sets the name of the new column. */
  public E setOutputCol(String value) {
    set(outputCol(), value);
    return self();
  }

  /** Sets the columns to transform. */
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

  @Override
  public final E copy(ParamMap extra) {
    return defaultCopy(extra);
  }
}
