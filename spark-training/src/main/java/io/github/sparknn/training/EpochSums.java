package io.github.sparknn.training;

import java.util.List;

/**
 * What the rounds of an unfinished epoch have added up to.
 *
 * @param lossSum over all examples
 * @param computeSeconds the slowest worker's of each round, summed
 */
record EpochSums(long examples, double lossSum, double seconds, double computeSeconds) {
  static final EpochSums ZERO = new EpochSums(0, 0, 0, 0);

  EpochSums plus(List<RoundResult> results, double roundSeconds) {
    return new EpochSums(
        examples + results.stream().mapToLong(RoundResult::examples).sum(),
        lossSum + results.stream().mapToDouble(RoundResult::lossSum).sum(),
        seconds + roundSeconds,
        computeSeconds
            + results.stream().mapToDouble(RoundResult::computeSeconds).max().orElseThrow());
  }

  EpochReport report(int epoch, int rounds, Validation validation) {
    return new EpochReport(
        epoch, lossSum / examples, examples, rounds, seconds, computeSeconds, validation);
  }
}
