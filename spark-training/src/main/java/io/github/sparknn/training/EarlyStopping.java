package io.github.sparknn.training;

import io.github.sparknn.training.report.EpochReport;
import io.github.sparknn.training.report.Validation;
import java.io.Serializable;
import java.util.List;

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

  /**
   * The epoch with the best metric, the first of equal ones.
   *
   * @return from 1; 0 if no epoch was validated
   */
  int bestEpoch(List<EpochReport> history) {
    BestEpoch best = null;
    for (EpochReport epoch : history) {
      if (epoch.validation() != null) {
        best = BestEpoch.better(best, epoch.epoch(), epoch.validation().cost(metric), null);
      }
    }
    return best == null ? 0 : best.epoch();
  }

  /** Whether the last validated epochs brought no better metric for as long as the patience. */
  boolean isExhausted(List<EpochReport> history) {
    int best = bestEpoch(history);
    return patience > 0
        && history.stream()
                .filter(epoch -> epoch.epoch() > best && epoch.validation() != null)
                .count()
            >= patience;
  }
}
