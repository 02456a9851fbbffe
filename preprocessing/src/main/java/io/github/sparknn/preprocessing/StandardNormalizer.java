package io.github.sparknn.preprocessing;

import java.util.List;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.util.DefaultParamsReadable;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;

/**
 * Brings columns to mean 0 and standard deviation 1: {@code (x - mean) / std}, with the sample
 * standard deviation (n - 1). What columns it takes: {@link Normalizer}.
 */
public final class StandardNormalizer
    extends Normalizer<StandardNormalizer, StandardNormalizerModel>
    implements StandardNormalizerParams {
  private static final long serialVersionUID = 1L;

  private static final DefaultParamsReadable<StandardNormalizer> IO =
      new DefaultParamsReadable<>() {};

  private final BooleanParam withMean;
  private final BooleanParam withStd;

  /** A normalizer with default params and a random uid. */
  public StandardNormalizer() {
    this(Identifiable.randomUID("standardNormalizer"));
  }

  /** A normalizer with default params and this uid; copy and load call it. */
  public StandardNormalizer(String uid) {
    super(uid);
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

  @Override
  StandardNormalizer self() {
    return this;
  }

  @Override
  NormalizerNeeds needs() {
    return new NormalizerNeeds(Scaling.STANDARD);
  }

  @Override
  StandardNormalizerModel model(List<NumberStatistics> statistics) {
    return new StandardNormalizerModel(uid(), statistics);
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
