package io.github.sparknn.training.report;

import java.io.Serializable;

/**
 * One worker's share of an epoch.
 *
 * @param examples examples used
 * @param computeSeconds time spent gathering mini-batches and stepping
 */
public record WorkerReport(long examples, double computeSeconds) implements Serializable {
  /** Nothing done. */
  public static final WorkerReport IDLE = new WorkerReport(0, 0);

  /** Both shares together. */
  public WorkerReport plus(WorkerReport other) {
    return new WorkerReport(examples + other.examples, computeSeconds + other.computeSeconds);
  }
}
