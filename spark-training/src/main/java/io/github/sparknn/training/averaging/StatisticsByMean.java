package io.github.sparknn.training.averaging;

import io.github.sparknn.training.network.FlatRange;
import java.util.List;

/**
 * An outer optimizer for trained parameters; running statistics of batch normalization take the
 * mean. A step beyond the mean is a guess along a gradient, which they have none of, and could make
 * a variance negative.
 */
final class StatisticsByMean implements OuterOptimizer {
  private final OuterOptimizer trained;
  private final List<FlatRange> statistics;

  StatisticsByMean(OuterOptimizer trained, List<FlatRange> statistics) {
    this.trained = trained;
    this.statistics = statistics;
  }

  @Override
  public float[] step(float[] start, float[] mean) {
    float[] next = trained.step(start, mean);
    for (FlatRange range : statistics) {
      System.arraycopy(mean, range.from(), next, range.from(), range.to() - range.from());
    }
    return next;
  }

  @Override
  public float[] state() {
    return trained.state();
  }

  @Override
  public void restore(float[] state) {
    trained.restore(state);
  }
}
