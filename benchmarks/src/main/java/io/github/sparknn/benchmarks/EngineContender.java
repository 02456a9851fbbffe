package io.github.sparknn.benchmarks;

import java.util.Map;

/**
 * Trains a workload's network in one thread, a step on each of its mini-batches in turn, always
 * from the same initial parameters.
 */
interface EngineContender extends AutoCloseable {
  /** The figure of {@link Throughput} that other programs disturb least. */
  String CPU_SAMPLES = "per CPU-second";

  String SAMPLES = "samples/s";

  /**
   * What a contender computed, making ready excluded.
   *
   * @param samples over which it made steps
   * @param seconds of wall-clock time
   * @param cpuSeconds of the whole process
   */
  record Throughput(double samples, double seconds, double cpuSeconds) {
    Map<String, Double> figures() {
      return Map.of(CPU_SAMPLES, samples / cpuSeconds, SAMPLES, samples / seconds);
    }
  }

  String name();

  /** The loss before each of the first steps. */
  double[] losses(int steps);

  /** Trains for that time of the wall clock, and to the end of the step. */
  Throughput train(double seconds);

  @Override
  void close();
}
