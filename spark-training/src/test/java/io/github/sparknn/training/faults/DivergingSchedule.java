package io.github.sparknn.training.faults;

import org.nd4j.linalg.schedule.ISchedule;

/**
 * A learning rate that ruins the parameters in one iteration when poisoned: the same configuration
 * diverges or not.
 */
public final class DivergingSchedule implements ISchedule {
  private static final long serialVersionUID = 1L;
  private static volatile int poisoned = -1;

  /** Makes the step with that number of steps before it ruin the parameters; -1 = none does. */
  static void poison(int iteration) {
    poisoned = iteration;
  }

  @Override
  public double valueAt(int iteration, int epoch) {
    return iteration == poisoned ? 1e30 : 0.1;
  }

  @Override
  public ISchedule clone() {
    return this;
  }
}
