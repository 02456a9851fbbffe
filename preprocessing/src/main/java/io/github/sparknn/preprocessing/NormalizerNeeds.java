package io.github.sparknn.preprocessing;

import io.github.sparknn.preprocessing.internal.ValueNeed;
import java.util.Set;

/**
 * What a normalizer is to learn beside means and deviations.
 *
 * @param scaling what the statistics are for
 * @param lower probability of the lower quantile, where quantiles are needed
 * @param upper probability of the upper quantile
 * @param relativeError of the ranks of quantiles
 */
record NormalizerNeeds(Scaling scaling, double lower, double upper, double relativeError) {
  NormalizerNeeds(Scaling scaling) {
    this(scaling, 0, 1, 0.5);
  }

  Set<ValueNeed> values() {
    return scaling.needs();
  }
}
