package io.github.sparknn.training;

import io.github.sparknn.training.report.RoundTimes;
import java.util.Locale;

/**
 * How many mini-batches a worker runs between two averagings, and why. A number given by the user
 * stays. The automatic one starts at a quarter of an epoch and follows what an epoch measured: as
 * many averagings as cost no more than 5% of the time spent computing, at least one an epoch. It
 * cuts an epoch into 1, 2, 4, 8... rounds, so that small differences in time change nothing.
 *
 * <p>Source of the target: H2O's {@code target_ratio_comm_to_comp} (Candel, LeDell, "Deep Learning
 * with H2O").
 */
final class AveragingFrequency {
  /** Communication of a round divided by its computing. */
  private static final double TARGET = 0.05;

  private static final int FIRST_ROUNDS = 4;

  private final boolean automatic;
  private final int stepsPerEpoch;
  private int steps;
  private String reason;
  private double leastOverhead = Double.POSITIVE_INFINITY;
  private double leastStep = Double.POSITIVE_INFINITY;

  private AveragingFrequency(boolean automatic, int stepsPerEpoch, int steps, String reason) {
    this.automatic = automatic;
    this.stepsPerEpoch = stepsPerEpoch;
    this.steps = steps;
    this.reason = reason;
  }

  /**
   * @param wanted mini-batches, 0 = automatic
   * @param workers one has nothing to average: its automatic round is an epoch
   * @param stepsPerEpoch mini-batches of the largest shard
   */
  static AveragingFrequency of(int wanted, int workers, int stepsPerEpoch) {
    if (wanted > stepsPerEpoch) {
      String reason = "set to " + wanted + ", an epoch has no more mini-batches";
      return new AveragingFrequency(false, stepsPerEpoch, stepsPerEpoch, reason);
    }
    if (wanted > 0) {
      return new AveragingFrequency(false, stepsPerEpoch, wanted, "as set");
    }
    if (workers == 1) {
      String reason = "automatic: one worker has nothing to average";
      return new AveragingFrequency(false, stepsPerEpoch, stepsPerEpoch, reason);
    }
    int quarter = (stepsPerEpoch + FIRST_ROUNDS - 1) / FIRST_ROUNDS;
    return new AveragingFrequency(
        true, stepsPerEpoch, quarter, "automatic: begins with a quarter of an epoch");
  }

  /** Mini-batches of a worker between two averagings. */
  int steps() {
    return steps;
  }

  /** Why that many. */
  String reason() {
    return reason;
  }

  /** Takes note of what a round cost: the least counts, as what disturbs makes slower only. */
  void measured(RoundTimes times, int roundSteps) {
    leastOverhead = Math.min(leastOverhead, times.overhead());
    leastStep = Math.min(leastStep, times.compute() / roundSteps);
  }

  /** Follows what the epoch measured. */
  void epochFinished() {
    if (automatic) {
      double wanted = Math.max(1, leastOverhead / (TARGET * leastStep));
      int rounds = Integer.highestOneBit((int) Math.max(1, stepsPerEpoch / wanted));
      steps = (stepsPerEpoch + rounds - 1) / rounds;
      reason =
          String.format(
              Locale.ROOT,
              "automatic: %.0f mini-batches keep communication (%.1f ms a round) at %.0f%% of"
                  + " computing (%.3f ms a mini-batch)%s",
              wanted,
              1e3 * leastOverhead,
              100 * TARGET,
              1e3 * leastStep,
              wanted > stepsPerEpoch ? ", an epoch has no more than " + stepsPerEpoch : "");
    }
    leastOverhead = Double.POSITIVE_INFINITY;
    leastStep = Double.POSITIVE_INFINITY;
  }

  /** Goes on with what an earlier run had chosen. */
  void restore(int savedSteps, String savedReason) {
    steps = savedSteps;
    reason = savedReason;
  }
}
