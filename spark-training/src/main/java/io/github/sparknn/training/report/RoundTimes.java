package io.github.sparknn.training.report;

import java.io.Serializable;

/**
 * Where the wall-clock time of one or several rounds went, in seconds, along the slowest worker's
 * way. The parts add up to the whole. How scheduling and collecting share what is left beside the
 * worker's own time is as exact as the clocks of driver and executors agree.
 *
 * @param broadcast the driver's time to hand out the state
 * @param scheduling from the job's start until the worker began, waiting for a task slot included
 * @param load fetching the state and loading it into the replica
 * @param compute gathering mini-batches and stepping
 * @param collect from the last step until all the workers' states were together
 * @param average the mean and the outer optimizer's step
 */
public record RoundTimes(
    double broadcast,
    double scheduling,
    double load,
    double compute,
    double collect,
    double average)
    implements Serializable {
  /** No time at all. */
  public static final RoundTimes ZERO = new RoundTimes(0, 0, 0, 0, 0, 0);

  /** Part by part. */
  public RoundTimes plus(RoundTimes other) {
    return new RoundTimes(
        broadcast + other.broadcast,
        scheduling + other.scheduling,
        load + other.load,
        compute + other.compute,
        collect + other.collect,
        average + other.average);
  }

  /** Each part divided by that number, such as the number of rounds. */
  public RoundTimes dividedBy(double number) {
    return new RoundTimes(
        broadcast / number,
        scheduling / number,
        load / number,
        compute / number,
        collect / number,
        average / number);
  }

  /** The same with that much more averaging. */
  public RoundTimes plusAverage(double seconds) {
    return plus(new RoundTimes(0, 0, 0, 0, 0, seconds));
  }

  /** All parts together. */
  public double total() {
    return overhead() + compute;
  }

  /** Everything that is not the engine computing. */
  public double overhead() {
    return broadcast + scheduling + load + collect + average;
  }
}
