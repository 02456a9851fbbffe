package io.github.sparknn.preprocessing;

import io.github.sparknn.preprocessing.NumberStatistics.Statistic;
import java.util.List;
import org.apache.spark.ml.util.MLReader;

/** A fitted {@link MaxAbsNormalizer}. */
public final class MaxAbsNormalizerModel extends NormalizerModel<MaxAbsNormalizerModel> {
  private static final long serialVersionUID = 1L;

  MaxAbsNormalizerModel(String uid, List<NumberStatistics> statistics) {
    super(uid, statistics);
  }

  /**
   * Smallest values of an input column by position; one value for a scalar column.
   *
   * @throws IllegalArgumentException the model was not fitted on the column
   */
  public double[] mins(String inputColumn) {
    return statistic(inputColumn, Statistic.MIN);
  }

  /**
   * Greatest values of an input column by position; one value for a scalar column.
   *
   * @throws IllegalArgumentException the model was not fitted on the column
   */
  public double[] maxs(String inputColumn) {
    return statistic(inputColumn, Statistic.MAX);
  }

  @Override
  MaxAbsNormalizerModel self() {
    return this;
  }

  @Override
  MaxAbsNormalizerModel withStatistics(List<NumberStatistics> statistics) {
    return new MaxAbsNormalizerModel(uid(), statistics);
  }

  @Override
  double shift(NumberStatistics statistics, int position) {
    return Scaling.MAX_ABS.shift(statistics, position);
  }

  @Override
  double spread(NumberStatistics statistics, int position) {
    return Scaling.MAX_ABS.spread(statistics, position);
  }

  /** A reader of saved models. */
  public static MLReader<MaxAbsNormalizerModel> read() {
    return reader(MaxAbsNormalizerModel.class, MaxAbsNormalizerModel::new);
  }

  /**
   * Loads a saved model.
   *
   * @throws IllegalArgumentException the path holds another stage, a newer format version, or
   *     missing or corrupt data
   */
  public static MaxAbsNormalizerModel load(String path) {
    return read().load(path);
  }
}
