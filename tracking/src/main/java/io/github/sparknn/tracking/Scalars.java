package io.github.sparknn.tracking;

import io.github.sparknn.training.report.EpochReport;
import java.util.LinkedHashMap;
import java.util.Map;

/** What tools are told of an epoch. */
final class Scalars {
  private Scalars() {}

  /** Values by name, in order; only those that there are, and are finite. */
  static Map<String, Double> of(EpochReport epoch) {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("loss", epoch.loss());
    if (epoch.validation() != null) {
      values.put("validation_loss", epoch.validation().loss());
      values.put("validation_accuracy", epoch.validation().accuracy());
    }
    values.put("seconds", epoch.seconds());
    values.put("samples_per_second", epoch.samplesPerSecond());
    values.put("averaging_rounds", (double) epoch.rounds());
    values.values().removeIf(value -> !Double.isFinite(value));
    return values;
  }
}
