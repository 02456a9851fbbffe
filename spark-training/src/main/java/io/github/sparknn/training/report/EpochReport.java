package io.github.sparknn.training.report;

import java.io.Serializable;
import java.util.List;

/**
 * What one epoch gave.
 *
 * @param epoch from 1
 * @param loss mean over the epoch's examples, each as seen before the step that used it, weighted
 *     where examples have weights
 * @param examples examples used
 * @param rounds averagings
 * @param averagingFrequency mini-batches of a worker between two averagings
 * @param averagingReason why that many
 * @param times where the rounds' wall-clock time went, all rounds together
 * @param workers each worker's share, in worker order
 * @param validation on the validation data after the epoch; null without such data
 */
public record EpochReport(
    int epoch,
    double loss,
    long examples,
    int rounds,
    int averagingFrequency,
    String averagingReason,
    RoundTimes times,
    List<WorkerReport> workers,
    Validation validation)
    implements Serializable {

  /** Copies the list. */
  public EpochReport {
    workers = List.copyOf(workers);
  }

  /** Wall-clock time of the rounds. */
  public double seconds() {
    return times.total();
  }

  /** The mean round of the epoch. */
  public RoundTimes timesPerRound() {
    return times.dividedBy(rounds);
  }

  /** Examples of all workers together per second of wall-clock time. */
  public double samplesPerSecond() {
    return seconds() > 0 ? examples / seconds() : 0;
  }

  /**
   * The mean worker's computing time divided by the slowest one's: 1 when all took the same time.
   */
  public double balance() {
    return WorkerReport.balance(workers);
  }
}
