package io.github.sparknn.tracking;

import io.github.sparknn.training.TrainingListener;
import io.github.sparknn.training.TrainingProgress;
import io.github.sparknn.training.report.EpochReport;
import io.github.sparknn.training.report.TrainingReport;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a tool how a training goes on; give it to an estimator by {@code setTrainingListener}. A
 * tool that cannot be reached at the start fails the training there and then. What fails later is
 * logged and told by {@link #problem()}, the training goes on without the tracker. Follows one
 * training at a time; each fit is one of its own. Not thread-safe.
 */
public abstract class Tracker implements TrainingListener {
  private static final Logger LOG = LoggerFactory.getLogger(Tracker.class);

  private final Map<String, String> configuration = new LinkedHashMap<>();
  private boolean open;
  private String problem;

  /** The tool. */
  public abstract String name();

  /** Where it is told: a folder, a server and its run. */
  public abstract String target();

  /** Begins a training. */
  abstract void open() throws Exception;

  /**
   * What was asked for, before the first round; under {@code used NAME} what is used where that
   * differs.
   */
  abstract void started(Map<String, String> configuration) throws Exception;

  /** An averaging is done. */
  void round(TrainingProgress progress) throws Exception {}

  /** An epoch is done. */
  abstract void epoch(EpochReport epoch) throws Exception;

  /** The training is done. */
  abstract void finished(TrainingReport report) throws Exception;

  /** Ends it, whatever was told or not; called once. */
  abstract void end(boolean successfully) throws Exception;

  /** What went wrong since the training started; empty if nothing did. */
  public final Optional<String> problem() {
    return Optional.ofNullable(problem);
  }

  /** Begins a training at the first call, and takes what was asked for. */
  @Override
  public final void trainingConfigured(Map<String, String> values) {
    if (!open) {
      begin();
    }
    values.forEach(this::add);
  }

  /** What is used can differ from what was asked for, such as workers where 0 stands for all. */
  private void add(String name, String value) {
    String asked = configuration.putIfAbsent(name, value);
    if (asked != null && !asked.equals(value)) {
      configuration.put("used " + name, value);
    }
  }

  private void begin() {
    configuration.clear();
    problem = null;
    try {
      open();
    } catch (Exception e) {
      throw new IllegalArgumentException(
          "Cannot track training by %s at %s: %s".formatted(name(), target(), e.getMessage()), e);
    }
    open = true;
  }

  @Override
  public final void trainingStarted(TrainingProgress progress) {
    tell(() -> started(configuration));
  }

  @Override
  public final void roundFinished(TrainingProgress progress) {
    tell(() -> round(progress));
  }

  @Override
  public final void epochFinished(EpochReport epoch) {
    tell(() -> epoch(epoch));
  }

  @Override
  public final void trainingFinished(TrainingReport report) {
    tell(() -> finished(report));
    close(true);
  }

  @Override
  public final void trainingFailed(Throwable error) {
    close(false);
  }

  /** Also where telling failed before: the tool may be there again. */
  private void close(boolean successfully) {
    if (open) {
      open = false;
      attempt(() -> end(successfully));
    }
  }

  private void tell(Step step) {
    if (open && problem == null) {
      attempt(step);
    }
  }

  private void attempt(Step step) {
    try {
      step.run();
    } catch (Exception e) { // Whatever a tool's client throws: the training is worth more.
      LOG.warn("Tracking by {} at {} failed; the training goes on without", name(), target(), e);
      if (problem == null) {
        problem = e.getMessage() == null ? e.toString() : e.getMessage();
      }
    }
  }

  /** May throw whatever the tool's client throws. */
  private interface Step {
    void run() throws Exception;
  }
}
