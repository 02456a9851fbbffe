package io.github.sparknn.preprocessing;

import io.github.sparknn.preprocessing.NumberStatistics.Statistic;
import java.util.List;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.util.MLReader;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerStandardize;

/** A fitted {@link StandardNormalizer}. */
public final class StandardNormalizerModel extends NormalizerModel<StandardNormalizerModel>
    implements StandardNormalizerParams {
  private static final long serialVersionUID = 1L;

  private final BooleanParam withMean;
  private final BooleanParam withStd;

  StandardNormalizerModel(String uid, List<NumberStatistics> statistics) {
    super(uid, statistics);
    withMean = StandardNormalizerParams.newWithMean(this);
    withStd = StandardNormalizerParams.newWithStd(this);
    setDefault(withMean, true);
    setDefault(withStd, true);
  }

  @Override
  public BooleanParam withMean() {
    return withMean;
  }

  @Override
  public BooleanParam withStd() {
    return withStd;
  }

  /**
   * Means of an input column by position; one value for a scalar column.
   *
   * @throws IllegalArgumentException the model was not fitted on the column
   */
  public double[] means(String inputColumn) {
    return statistic(inputColumn, Statistic.MEAN);
  }

  /**
   * Sample standard deviations (n - 1) of an input column by position; one value for a scalar
   * column.
   *
   * @throws IllegalArgumentException the model was not fitted on the column
   */
  public double[] stds(String inputColumn) {
    return statistic(inputColumn, Statistic.STD);
  }

  @Override
  StandardNormalizerModel self() {
    return this;
  }

  @Override
  StandardNormalizerModel withStatistics(List<NumberStatistics> statistics) {
    return new StandardNormalizerModel(uid(), statistics);
  }

  @Override
  double shift(NumberStatistics statistics, int position) {
    return getWithMean() ? Scaling.STANDARD.shift(statistics, position) : 0;
  }

  @Override
  double spread(NumberStatistics statistics, int position) {
    return getWithStd() ? Scaling.STANDARD.spread(statistics, position) : 1;
  }

  /**
   * DL4J's normalizer that does the same to features {@code float[rows, n]}, the values of all
   * input columns one after another. A value that was constant at fit becomes 0 here whatever it
   * is, and its distance from the constant there.
   */
  public NormalizerStandardize toDl4jNormalizer() {
    return new NormalizerStandardize(ofPositions(this::shift), ofPositions(this::spread));
  }

  /** A reader of saved models. */
  public static MLReader<StandardNormalizerModel> read() {
    return reader(StandardNormalizerModel.class, StandardNormalizerModel::new);
  }

  /**
   * Loads a saved model.
   *
   * @throws IllegalArgumentException the path holds another stage, a newer format version, or
   *     missing or corrupt data
   */
  public static StandardNormalizerModel load(String path) {
    return read().load(path);
  }
}
