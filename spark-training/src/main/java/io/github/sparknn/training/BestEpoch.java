package io.github.sparknn.training;

import io.github.sparknn.training.network.ModelState;

/**
 * The best epoch so far by validation, of those whose state is known.
 *
 * @param epoch from 1
 * @param cost the metric such that less is better
 * @param state after that epoch
 */
record BestEpoch(int epoch, double cost, ModelState state) {

  /** This one, or the given epoch if it is better. A cost that is not a number is never better. */
  static BestEpoch better(BestEpoch best, int epoch, double cost, ModelState state) {
    boolean improved = best == null || cost < best.cost || Double.isNaN(best.cost);
    return improved ? new BestEpoch(epoch, cost, state) : best;
  }

  /** The same epoch by another metric. */
  BestEpoch withCost(double newCost) {
    return new BestEpoch(epoch, newCost, state);
  }
}
