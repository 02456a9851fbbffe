package io.github.sparknn.training;

import io.github.sparknn.training.report.EpochReport;
import io.github.sparknn.training.report.TrainingReport;
import java.util.List;
import java.util.Map;

/**
 * Hears on the driver, on the training thread, how training goes on. What it throws ends the
 * training, but for {@link #trainingFailed}.
 */
public interface TrainingListener {
  /** Does nothing. */
  TrainingListener NONE = new TrainingListener() {};

  /** One that tells several others, in order. */
  static TrainingListener all(List<? extends TrainingListener> listeners) {
    return new TrainingListeners(listeners);
  }

  /**
   * Before the training's data are read, and again before {@link #trainingStarted}: names and
   * values of what was asked for, those of an estimator's parameters first.
   */
  default void trainingConfigured(Map<String, String> configuration) {}

  /** Before the first round. */
  default void trainingStarted(TrainingProgress progress) {}

  /** After each averaging. */
  default void roundFinished(TrainingProgress progress) {}

  /** After each epoch's last averaging. */
  default void epochFinished(EpochReport epoch) {}

  /** After the last epoch. */
  default void trainingFinished(TrainingReport report) {}

  /** After an error that ends the training; may come twice. */
  default void trainingFailed(Throwable error) {}
}
