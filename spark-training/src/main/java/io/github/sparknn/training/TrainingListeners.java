package io.github.sparknn.training;

import io.github.sparknn.training.report.EpochReport;
import io.github.sparknn.training.report.TrainingReport;
import java.util.List;
import java.util.Map;

/** Tells several listeners. */
public final class TrainingListeners implements TrainingListener {
  private final List<TrainingListener> listeners;

  TrainingListeners(List<? extends TrainingListener> listeners) {
    this.listeners = List.copyOf(listeners);
  }

  /** Tells a listener of an error; what it throws itself is kept with the error. */
  public static void tell(TrainingListener listener, Throwable error) {
    try {
      listener.trainingFailed(error);
    } catch (RuntimeException e) {
      error.addSuppressed(e);
    }
  }

  @Override
  public void trainingConfigured(Map<String, String> configuration) {
    listeners.forEach(listener -> listener.trainingConfigured(configuration));
  }

  @Override
  public void trainingStarted(TrainingProgress progress) {
    listeners.forEach(listener -> listener.trainingStarted(progress));
  }

  @Override
  public void roundFinished(TrainingProgress progress) {
    listeners.forEach(listener -> listener.roundFinished(progress));
  }

  @Override
  public void epochFinished(EpochReport epoch) {
    listeners.forEach(listener -> listener.epochFinished(epoch));
  }

  @Override
  public void trainingFinished(TrainingReport report) {
    listeners.forEach(listener -> listener.trainingFinished(report));
  }

  @Override
  public void trainingFailed(Throwable error) {
    listeners.forEach(listener -> tell(listener, error));
  }
}
