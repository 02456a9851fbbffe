package io.github.sparknn.preprocessing;

import io.github.sparknn.preprocessing.NumberStatistics.Statistic;
import java.util.List;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.util.MLReader;

/** A fitted {@link RobustNormalizer}. */
public final class RobustNormalizerModel extends NormalizerModel<RobustNormalizerModel>
    implements RobustNormalizerParams {
  private static final long serialVersionUID = 1L;

  private final DoubleParam lower;
  private final DoubleParam upper;
  private final DoubleParam relativeError;

  RobustNormalizerModel(String uid, List<NumberStatistics> statistics) {
    super(uid, statistics);
    lower = RobustNormalizerParams.newLower(this);
    upper = RobustNormalizerParams.newUpper(this);
    relativeError = HasRelativeError.newRelativeError(this);
    RobustNormalizerParams.setDefaults(this);
  }

  @Override
  public DoubleParam lower() {
    return lower;
  }

  @Override
  public DoubleParam upper() {
    return upper;
  }

  @Override
  public DoubleParam relativeError() {
    return relativeError;
  }

  /**
   * Medians of an input column by position; one value for a scalar column.
   *
   * @throws IllegalArgumentException the model was not fitted on the column
   */
  public double[] medians(String inputColumn) {
    return statistic(inputColumn, Statistic.MEDIAN);
  }

  /**
   * Lower quantiles of an input column by position; one value for a scalar column.
   *
   * @throws IllegalArgumentException the model was not fitted on the column
   */
  public double[] lowerQuantiles(String inputColumn) {
    return statistic(inputColumn, Statistic.LOWER_QUANTILE);
  }

  /**
   * Upper quantiles of an input column by position; one value for a scalar column.
   *
   * @throws IllegalArgumentException the model was not fitted on the column
   */
  public double[] upperQuantiles(String inputColumn) {
    return statistic(inputColumn, Statistic.UPPER_QUANTILE);
  }

  @Override
  RobustNormalizerModel self() {
    return this;
  }

  @Override
  RobustNormalizerModel withStatistics(List<NumberStatistics> statistics) {
    return new RobustNormalizerModel(uid(), statistics);
  }

  @Override
  double shift(NumberStatistics statistics, int position) {
    return Scaling.ROBUST.shift(statistics, position);
  }

  @Override
  double spread(NumberStatistics statistics, int position) {
    return Scaling.ROBUST.spread(statistics, position);
  }

  /** A reader of saved models. */
  public static MLReader<RobustNormalizerModel> read() {
    return reader(RobustNormalizerModel.class, RobustNormalizerModel::new);
  }

  /**
   * Loads a saved model.
   *
   * @throws IllegalArgumentException the path holds another stage, a newer format version, or
   *     missing or corrupt data
   */
  public static RobustNormalizerModel load(String path) {
    return read().load(path);
  }
}
