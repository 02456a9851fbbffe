package io.github.sparknn.training.report;

import java.io.Serializable;
import java.util.List;

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

  /** The mean worker's computing time divided by the slowest one's; 1 when nothing was computed. */
  static double balance(List<WorkerReport> workers) {
    double slowest = workers.stream().mapToDouble(WorkerReport::computeSeconds).max().orElse(0);
    double sum = workers.stream().mapToDouble(WorkerReport::computeSeconds).sum();
    return slowest > 0 ? sum / workers.size() / slowest : 1;
  }
}
