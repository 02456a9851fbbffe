package io.github.sparknn.training;

import io.github.sparknn.training.report.EpochReport;
import io.github.sparknn.training.report.RoundTimes;
import io.github.sparknn.training.report.Validation;
import io.github.sparknn.training.report.WorkerReport;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What the rounds of an unfinished epoch have added up to.
 *
 * @param lossSum over all examples
 * @param workers each worker's share
 */
record EpochSums(
    int rounds, long examples, double lossSum, RoundTimes times, List<WorkerReport> workers) {

  static EpochSums zero(int workers) {
    return new EpochSums(0, 0, 0, RoundTimes.ZERO, Collections.nCopies(workers, WorkerReport.IDLE));
  }

  EpochSums plus(Round round) {
    List<RoundResult> results = round.workers();
    return new EpochSums(
        rounds + 1,
        examples + round.examples(),
        lossSum + round.lossSum(),
        times.plus(round.times()),
        IntStream.range(0, workers.size())
            .mapToObj(k -> workers.get(k).plus(results.get(k).report()))
            .toList());
  }

  EpochReport report(int epoch, AveragingFrequency frequency, Validation validation) {
    return new EpochReport(
        epoch,
        lossSum / examples,
        examples,
        rounds,
        frequency.steps(),
        frequency.reason(),
        times,
        workers,
        validation);
  }
}
