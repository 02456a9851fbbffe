package io.github.sparknn.training;

import io.github.sparknn.training.report.EpochReport;
import io.github.sparknn.training.report.TrainingReport;

/** Hears on the driver, on the training thread, how training goes on. */
public interface TrainingListener {
  /** Does nothing. */
  TrainingListener NONE = new TrainingListener() {};

  /** Before the first round. */
  default void trainingStarted(TrainingProgress progress) {}

  /** After each averaging. */
  default void roundFinished(TrainingProgress progress) {}

  /** After each epoch's last averaging. */
  default void epochFinished(EpochReport epoch) {}

  /** After the last epoch. */
  default void trainingFinished(TrainingReport report) {}
}
