package io.github.sparknn.preprocessing;

import org.apache.spark.ml.param.BooleanParam;

/** Params of {@link StandardNormalizer} and {@link StandardNormalizerModel}. */
public interface StandardNormalizerParams extends HasInOutCols {
  /** Whether the mean is subtracted. */
  BooleanParam withMean();

  /** Whether the values are divided by the standard deviation. */
  BooleanParam withStd();

  /** Whether the mean is subtracted (default true). */
  default boolean getWithMean() {
    return (Boolean) getOrDefault(withMean());
  }

  /** Whether the values are divided by the standard deviation (default true). */
  default boolean getWithStd() {
    return (Boolean) getOrDefault(withStd());
  }

  /** A new param of the owner, to be held by it and returned by {@link #withMean}. */
  static BooleanParam newWithMean(StandardNormalizerParams owner) {
    return new BooleanParam(owner, "withMean", "whether to subtract the mean");
  }

  /** A new param of the owner, to be held by it and returned by {@link #withStd}. */
  static BooleanParam newWithStd(StandardNormalizerParams owner) {
    return new BooleanParam(owner, "withStd", "whether to divide by the standard deviation");
  }
}
