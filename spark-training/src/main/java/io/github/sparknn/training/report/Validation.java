package io.github.sparknn.training.report;

import java.io.Serializable;
import java.util.List;

/**
 * What the network gives on the validation data after an epoch.
 *
 * @param loss mean over the examples, weighted where they have weights, without training effects
 *     such as dropout
 * @param accuracy share of examples, by weight where they have weights, whose largest output is
 *     that of their class; NaN where labels are no classes
 * @param examples rows of validation data
 */
public record Validation(double loss, double accuracy, long examples) implements Serializable {
  /** The names of metrics that early stopping can compare. */
  public static final List<String> METRICS = List.of("accuracy", "loss");

  /** Whether labels are classes. */
  public boolean hasAccuracy() {
    return !Double.isNaN(accuracy);
  }

  /** The metric of that name such that less is better. */
  public double cost(String metric) {
    return metric.equals("accuracy") ? -accuracy : loss;
  }
}
