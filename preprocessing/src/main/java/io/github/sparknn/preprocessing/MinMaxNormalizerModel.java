package io.github.sparknn.preprocessing;

import io.github.sparknn.preprocessing.NumberStatistics.Statistic;
import java.util.List;
import org.apache.spark.ml.util.MLReader;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerMinMaxScaler;

/** A fitted {@link MinMaxNormalizer}. */
public final class MinMaxNormalizerModel extends NormalizerModel<MinMaxNormalizerModel> {
  private static final long serialVersionUID = 1L;

  MinMaxNormalizerModel(String uid, List<NumberStatistics> statistics) {
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
  MinMaxNormalizerModel self() {
    return this;
  }

  @Override
  MinMaxNormalizerModel withStatistics(List<NumberStatistics> statistics) {
    return new MinMaxNormalizerModel(uid(), statistics);
  }

  @Override
  double shift(NumberStatistics statistics, int position) {
    return Scaling.MIN_MAX.shift(statistics, position);
  }

  @Override
  double spread(NumberStatistics statistics, int position) {
    return Scaling.MIN_MAX.spread(statistics, position);
  }

  /**
   * DL4J's normalizer that does the same to features {@code float[rows, n]}, the values of all
   * input columns one after another. What it makes of a value that was constant at fit is its own.
   */
  public NormalizerMinMaxScaler toDl4jNormalizer() {
    NormalizerMinMaxScaler normalizer = new NormalizerMinMaxScaler();
    normalizer.setFeatureStats(
        ofPositions(this::shift), ofPositions((column, i) -> shift(column, i) + spread(column, i)));
    return normalizer;
  }

  /** A reader of saved models. */
  public static MLReader<MinMaxNormalizerModel> read() {
    return reader(MinMaxNormalizerModel.class, MinMaxNormalizerModel::new);
  }

  /**
   * Loads a saved model.
   *
   * @throws IllegalArgumentException the path holds another stage, a newer format version, or
   *     missing or corrupt data
   */
  public static MinMaxNormalizerModel load(String path) {
    return read().load(path);
  }
}
