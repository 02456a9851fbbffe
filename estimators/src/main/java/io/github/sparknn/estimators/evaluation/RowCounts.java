package io.github.sparknn.estimators.evaluation;

import java.io.Serializable;

/** Rows that an evaluation met, and what kept some of them out. Mutable. */
final class RowCounts implements Serializable {
  private static final long serialVersionUID = 1L;

  long measured;
  long withoutPrediction;
  private long withoutLabel;
  private long badWeights;
  private String example;

  /** Whether the row counts; notes why not. */
  boolean take(boolean hasLabel, boolean hasPrediction, double weight) {
    if (!hasLabel) {
      withoutLabel++;
    } else if (!(weight >= 0) || Double.isInfinite(weight)) {
      badWeights++;
      example = Double.isNaN(weight) ? "null or NaN" : Double.toString(weight);
    } else if (!hasPrediction) {
      withoutPrediction++;
    } else {
      measured++;
      return true;
    }
    return false;
  }

  void merge(RowCounts other) {
    measured += other.measured;
    withoutPrediction += other.withoutPrediction;
    withoutLabel += other.withoutLabel;
    badWeights += other.badWeights;
    example = example == null ? other.example : example;
  }

  /**
   * Makes sure that there is something to measure and nothing wrong.
   *
   * @throws IllegalArgumentException if not
   */
  void check(EvaluationColumns columns, double weight) {
    if (withoutLabel > 0) {
      throw new IllegalArgumentException(
          "Cannot evaluate: column '%s' is null or NaN in %d of %d rows (leave them out)"
              .formatted(columns.label(), withoutLabel, all()));
    }
    if (badWeights > 0) {
      throw new IllegalArgumentException(
          "Cannot evaluate: column '%s' holds %s in %d of %d rows (must be a number >= 0)"
              .formatted(columns.weight(), example, badWeights, all()));
    }
    if (measured == 0) {
      throw new IllegalArgumentException(
          "Cannot evaluate: there are no rows, or none got a prediction");
    }
    if (weight == 0) {
      throw new IllegalArgumentException(
          "Cannot evaluate: column '%s' is 0 in all rows".formatted(columns.weight()));
    }
  }

  private long all() {
    return measured + withoutPrediction + withoutLabel + badWeights;
  }
}
