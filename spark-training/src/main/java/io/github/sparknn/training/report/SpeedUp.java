package io.github.sparknn.training.report;

import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Whether several workers were faster than one, and what more of them would bring.
 *
 * @param workers how many trained side by side
 * @param alone samples/s of one worker computing while the others waited, without any overhead
 * @param together samples/s of all workers in the median epoch, overhead included
 * @param withTwice samples/s forecast for twice as many workers, see {@link #FORECAST}
 * @param withFourTimes samples/s forecast for four times as many workers
 */
public record SpeedUp(
    int workers, double alone, double together, double withTwice, double withFourTimes)
    implements Serializable {

  /** How the forecast is made. */
  public static final String FORECAST =
      "An epoch on m times as many workers takes (C + R (F + m G)) / m: C the slowest worker's"
          + " computing, R rounds now (R / m then, as the averaging frequency stays), F what a"
          + " round costs anyhow (broadcast, scheduling, load), G what grows with the workers"
          + " (collect, average). Assumes a core for each worker.";

  /**
   * Of a training whose epochs are given; the first one, in which the JVM warms up, does not count
   * when there are others.
   *
   * @param alone samples/s of one worker computing alone
   */
  public static SpeedUp of(double alone, List<EpochReport> epochs) {
    List<EpochReport> warm = epochs.size() > 1 ? epochs.subList(1, epochs.size()) : epochs;
    EpochReport median =
        warm.stream()
            .sorted(Comparator.comparingDouble(EpochReport::samplesPerSecond))
            .skip(warm.size() / 2)
            .findFirst()
            .orElseThrow();
    return new SpeedUp(
        median.workers().size(),
        alone,
        median.samplesPerSecond(),
        forecast(median, 2),
        forecast(median, 4));
  }

  private static double forecast(EpochReport epoch, int times) {
    RoundTimes now = epoch.times();
    double fixed = now.broadcast() + now.scheduling() + now.load();
    double growing = now.collect() + now.average();
    return epoch.examples() * times / (now.compute() + fixed + times * growing);
  }

  /** How many times one worker's throughput all of them reached. */
  public double factor() {
    return together / alone;
  }

  /** Whether several workers were faster than one. */
  public boolean helps() {
    return workers > 1 && factor() > 1;
  }

  /** The answer in a sentence. */
  public String verdict() {
    if (!Double.isFinite(factor())) {
      return "Unknown: the worker that was to be measured alone had nothing to compute.";
    }
    String answer;
    if (workers == 1) {
      answer = "One worker: nothing is gained, and %.0f%% of its throughput is kept.";
      return String.format(Locale.ROOT, answer, 100 * factor());
    }
    answer =
        helps()
            ? "Yes: %d workers are %.2f times as fast as one"
            : "No: %d workers are %.2f times as fast as one";
    return String.format(
        Locale.ROOT,
        answer + "; forecast for %d: %.2f, for %d: %.2f.",
        workers,
        factor(),
        2 * workers,
        withTwice / alone,
        4 * workers,
        withFourTimes / alone);
  }
}
