package io.github.sparknn.estimators;

import io.github.sparknn.training.averaging.OuterOptimizer;
import io.github.sparknn.training.averaging.UpdaterState;
import io.github.sparknn.training.device.Device;
import io.github.sparknn.training.engine.Engines;
import io.github.sparknn.training.network.NetworkSpec;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.param.Param;

/**
 * Checks of an estimator's parameters that Spark's own validators do not make: those of names, and
 * of parameters that depend on each other.
 */
final class TrainingParamChecks {
  private final NeuralNetworkEstimator<?, ?> estimator;

  TrainingParamChecks(NeuralNetworkEstimator<?, ?> estimator) {
    this.estimator = estimator;
  }

  /**
   * Checks all of them.
   *
   * @throws IllegalArgumentException names the parameter and what it must be
   */
  void check() {
    estimator.updater();
    checkGoesWith(estimator.momentum(), estimator.optimizer(), "nesterov");
    checkGoesWith(estimator.warmupEpochs(), estimator.schedule(), "warmup+cosine");
    checkGoesWith(estimator.decayEpochs(), estimator.schedule(), "step");
    checkGoesWith(estimator.decayRate(), estimator.schedule(), "step");
    OuterOptimizer.of(estimator.getAveraging());
    UpdaterState updaterState = UpdaterState.of(estimator.getUpdaterState());
    checkValidation();
    if (estimator.getResume() && estimator.getCheckpointDir().isEmpty()) {
      throw new IllegalArgumentException("Invalid resume: true (must go with a checkpointDir)");
    }
    checkNetwork(updaterState);
  }

  private void checkValidation() {
    String metric = estimator.getValidationMetric();
    if (!estimator.validationMetrics().contains(metric)) {
      throw new IllegalArgumentException(
          "Invalid validationMetric: %s (must be one of %s)"
              .formatted(metric, estimator.validationMetrics()));
    }
    int patience = estimator.getEarlyStoppingPatience();
    if (patience > 0 && !estimator.isSet(estimator.validationIndicatorCol())) {
      throw new IllegalArgumentException(
          "Invalid earlyStoppingPatience: "
              + patience
              + " (must go with a validationIndicatorCol)");
    }
  }

  private void checkNetwork(UpdaterState updaterState) {
    for (int units : estimator.getHiddenLayers()) {
      if (units < 1) {
        throw new IllegalArgumentException(
            "Invalid hiddenLayers: " + units + " (units of a layer must be >= 1)");
      }
    }
    boolean isGiven = estimator.isSet(estimator.network());
    if (isGiven) {
      checkNoShorthand();
    }
    NetworkSpec network =
        isGiven ? NetworkSpec.fromJson(estimator.getNetwork()) : estimator.shorthandNetwork(1, 2);
    updaterState.checkFor(network);
    String engine = estimator.getEngine();
    Engines.select(engine, network);
    if (Device.of(estimator.getDevice()) == Device.GPU) {
      Engines.requireOnGpus(engine, network);
    }
  }

  /** Refuses a parameter that is set though another has not the value that uses it. */
  private void checkGoesWith(Param<?> param, Param<String> other, String needed) {
    String value = estimator.getOrDefault(other);
    if (estimator.isSet(param) && !value.equals(needed)) {
      throw new IllegalArgumentException(
          "Invalid %s: it is set for %s %s (must go with %s)"
              .formatted(param.name(), other.name(), value, needed));
    }
  }

  private void checkNoShorthand() {
    List<Param<?>> shorthands =
        new ArrayList<>(
            List.of(estimator.hiddenLayers(), estimator.activation(), estimator.dropout()));
    shorthands.addAll(estimator.optimizerParams().all());
    shorthands.addAll(estimator.networkParams());
    for (Param<?> shorthand : shorthands) {
      if (estimator.isSet(shorthand)) {
        throw new IllegalArgumentException(
            "Invalid "
                + shorthand.name()
                + ": it cannot be set together with network, whose configuration says it");
      }
    }
  }
}
