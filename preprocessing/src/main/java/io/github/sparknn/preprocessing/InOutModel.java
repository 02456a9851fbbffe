package io.github.sparknn.preprocessing;

import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLWritable;

/**
 * A fitted {@link InOutEstimator}.
 *
 * @param <M> the class itself
 */
public abstract class InOutModel<M extends InOutModel<M>> extends Model<M>
    implements HasInOutCols, MLWritable {
  private static final long serialVersionUID = 1L;

  private final String uid;
  private final InOutParams inOutParams;

  InOutModel(String uid) {
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

  /** Sets the name of the new column. */
  public M setOutputCol(String value) {
    set(outputCol(), value);
    return self();
  }

  /** Sets the names of the new columns, one for each of inputCols. */
  public M setOutputCols(String[] value) {
    set(outputCols(), value);
    return self();
  }

  abstract M self();

  /** A copy from other columns to others, whatever inputCol and outputCol are. */
  final M renamed(String[] columns, String[] outputColumns) {
    M other = copy(ParamMap.empty());
    other.clear(other.inputCol());
    other.clear(other.outputCol());
    other.set(other.inputCols(), columns);
    other.set(other.outputCols(), outputColumns);
    return other;
  }

  /** Requires as many input columns as at fit. */
  final void requireFitted(int columns) {
    int actual = InOutColumns.inputs(this).length;
    if (actual != columns) {
      throw new IllegalArgumentException(
          "Invalid inputCols: %d columns (must be %d, as at fit)".formatted(actual, columns));
    }
  }
}
