package io.github.sparknn.preprocessing;

import java.util.List;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.util.DefaultParamsReadable;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;

/**
 * Scales by quantiles, which outliers do not move: {@code (x - median) / (upper quantile - lower
 * quantile)}; {@code x - median} where the quantiles are equal and not all values are. Quantiles
 * are approximate, each a value of the column. What columns it takes: {@link Normalizer}.
 */
public final class RobustNormalizer extends Normalizer<RobustNormalizer, RobustNormalizerModel>
    implements RobustNormalizerParams {
  private static final long serialVersionUID = 1L;

  private static final DefaultParamsReadable<RobustNormalizer> IO =
      new DefaultParamsReadable<>() {};

  private final DoubleParam lower;
  private final DoubleParam upper;
  private final DoubleParam relativeError;

  /** A normalizer with default params and a random uid. */
  public RobustNormalizer() {
    this(Identifiable.randomUID("robustNormalizer"));
  }

  /** A normalizer with default params and this uid; copy and load call it. */
  public RobustNormalizer(String uid) {
    super(uid);
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

  /** Sets the probability of the lower quantile, less than upper (default 0.25). */
  public RobustNormalizer setLower(double value) {
    set(lower(), value);
    return this;
  }

  /** Sets the probability of the upper quantile (default 0.75). */
  public RobustNormalizer setUpper(double value) {
    set(upper(), value);
    return this;
  }

  /** Sets the relative error of the rank of quantiles (default 0.001). */
  public RobustNormalizer setRelativeError(double value) {
    set(relativeError(), value);
    return this;
  }

  @Override
  RobustNormalizer self() {
    return this;
  }

  @Override
  NormalizerNeeds needs() {
    if (getLower() >= getUpper()) {
      throw new IllegalArgumentException(
          "Invalid lower: %s (must be less than upper, %s)".formatted(getLower(), getUpper()));
    }
    return new NormalizerNeeds(Scaling.ROBUST, getLower(), getUpper(), getRelativeError());
  }

  @Override
  RobustNormalizerModel model(List<NumberStatistics> statistics) {
    return new RobustNormalizerModel(uid(), statistics);
  }

  /** A reader of saved normalizers. */
  public static MLReader<RobustNormalizer> read() {
    return IO.read();
  }

  /** Loads a saved normalizer. */
  public static RobustNormalizer load(String path) {
    return read().load(path);
  }
}
