package io.github.sparknn.training;

import java.io.Serializable;

/**
 * What one epoch gave.
 *
 * @param epoch from 1
 * @param loss mean over the epoch's examples, each as seen before the step that used it
 * @param examples examples used
 * @param rounds averagings
 * @param seconds wall-clock time
 * @param computeSeconds time that the slowest worker of each round spent computing, summed
 * @param validation on the validation data after the epoch; null without such data
 */
public record EpochReport(
    int epoch,
    double loss,
    long examples,
    int rounds,
    double seconds,
    double computeSeconds,
    Validation validation)
    implements Serializable {

  /** Examples of all workers together per second of wall-clock time. */
  public double samplesPerSecond() {
    return seconds > 0 ? examples / seconds : 0;
  }
}
