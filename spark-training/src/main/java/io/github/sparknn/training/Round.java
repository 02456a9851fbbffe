package io.github.sparknn.training;

import io.github.sparknn.training.network.ModelState;
import io.github.sparknn.training.report.RoundTimes;
import java.util.List;

/**
 * What a round gave.
 *
 * @param mean of the workers' states, weighted by the examples they saw
 * @param workers what each worker saw and how long it took, in worker order; for that only, their
 *     states are in the mean
 * @param times where the wall-clock time went
 */
record Round(ModelState mean, List<RoundResult> workers, RoundTimes times) {

  /** Examples that the workers saw. */
  long examples() {
    return workers.stream().mapToLong(RoundResult::examples).sum();
  }

  /** Sum of those examples' losses. */
  double lossSum() {
    return workers.stream().mapToDouble(RoundResult::lossSum).sum();
  }

  /** The same round with that much more time spent averaging. */
  Round plusAverage(double seconds) {
    return new Round(mean, workers, times.plusAverage(seconds));
  }
}
