package io.github.sparknn.preprocessing;

import org.apache.spark.ml.param.DoubleParam;

/** Params of {@link RobustNormalizer} and {@link RobustNormalizerModel}. */
public interface RobustNormalizerParams extends HasInOutCols, HasRelativeError {
  /** Probability of the lower quantile. */
  DoubleParam lower();

  /** Probability of the upper quantile. */
  DoubleParam upper();

  /** Probability of the lower quantile (default 0.25). */
  default double getLower() {
    return (Double) getOrDefault(lower());
  }

  /** Probability of the upper quantile (default 0.75). */
  default double getUpper() {
    return (Double) getOrDefault(upper());
  }

  /** A new param of the owner, to be held by it and returned by {@link #lower}. */
  static DoubleParam newLower(RobustNormalizerParams owner) {
    return newFraction(owner, "lower", "probability of the lower quantile");
  }

  /** A new param of the owner, to be held by it and returned by {@link #upper}. */
  static DoubleParam newUpper(RobustNormalizerParams owner) {
    return newFraction(owner, "upper", "probability of the upper quantile");
  }

  private static DoubleParam newFraction(RobustNormalizerParams owner, String name, String doc) {
    return new DoubleParam(owner, name, doc + " (> 0, < 1)", ParamRules.fraction(name));
  }

  /** For the owner's constructor, once the owner holds the params. */
  static void setDefaults(RobustNormalizerParams owner) {
    owner.setDefault(owner.lower(), 0.25);
    owner.setDefault(owner.upper(), 0.75);
    HasRelativeError.setDefaults(owner);
  }
}
