package io.github.sparknn.training;

import io.github.sparknn.training.report.Validation;
import java.io.Serializable;

/**
 * When training ends before its last epoch, and which parameters it returns. Without validation
 * data it has no effect.
 *
 * @param metric what is compared: {@code loss} or {@code accuracy} on the validation data
 * @param patience epochs without a better metric after which training ends; 0 = never
 * @param result which parameters training returns
 */
public record EarlyStopping(String metric, int patience, Result result) implements Serializable {

  /** Which parameters training returns. */
  public enum Result {
    /** Those of the epoch with the best metric, the first of equal ones. */
    BEST,
    /** Those of the last epoch. */
    LAST
  }

  /** All epochs; the best by validation loss is returned. */
  public static final EarlyStopping NEVER = new EarlyStopping("loss", 0, Result.BEST);

  /** Checks the ranges. */
  public EarlyStopping {
    if (!Validation.METRICS.contains(metric)) {
      throw new IllegalArgumentException(
          "Invalid validationMetric: " + metric + " (must be one of " + Validation.METRICS + ")");
    }
    TrainingPlan.requireAtLeast("earlyStoppingPatience", patience, 0);
  }
}
