package io.github.sparknn.jobs;

import io.github.sparknn.training.TrainingListener;
import io.github.sparknn.training.TrainingProgress;
import io.github.sparknn.training.report.EpochReport;
import io.github.sparknn.training.report.TrainingReport;
import io.github.sparknn.training.report.Validation;
import java.io.PrintWriter;
import java.util.Locale;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows on the console how training goes on. */
final class ProgressDisplay implements TrainingListener, AutoCloseable {
  /** How much to show. */
  enum Kind {
    /** A bar that moves with each averaging round; for a terminal. */
    BAR,
    /** A line an epoch; for a log. */
    LINES,
    /** Nothing. */
    NONE
  }

  /** The code by which a terminal clears the rest of the line. */
  private static final String CLEAR = "\u001b[K";

  private final Kind kind;
  private final PrintWriter err;
  private int epochs;
  private ProgressBar bar;

  ProgressDisplay(Kind kind, PrintWriter err) {
    this.kind = kind;
    this.err = err;
  }

  @Override
  public void trainingStarted(TrainingProgress progress) {
    epochs = progress.epochs();
    if (kind == Kind.BAR) {
      bar =
          new ProgressBarBuilder()
              .setTaskName("training")
              .setInitialMax(progress.rounds())
              .setStyle(ProgressBarStyle.ASCII)
              .setUnit(" rounds", 1)
              .setConsumer(new DelegatingProgressBarConsumer(this::draw))
              .build();
    }
  }

  @Override
  public void roundFinished(TrainingProgress progress) {
    if (bar != null) {
      bar.stepTo(progress.round());
      bar.setExtraMessage(
          String.format(
              Locale.ROOT,
              " epoch %d/%d, loss %.4f",
              progress.epoch(),
              progress.epochs(),
              progress.loss()));
    }
  }

  @Override
  public void epochFinished(EpochReport epoch) {
    if (kind == Kind.LINES) {
      err.printf(
          Locale.ROOT,
          "epoch %d/%d  loss %.4f%s  %,.0f rows/s  %.1f s%n",
          epoch.epoch(),
          epochs,
          epoch.loss(),
          validation(epoch.validation()),
          epoch.samplesPerSecond(),
          epoch.seconds());
      err.flush();
    }
  }

  private static String validation(Validation validation) {
    if (validation == null) {
      return "";
    }
    String loss = String.format(Locale.ROOT, "  validation loss %.4f", validation.loss());
    return validation.hasAccuracy()
        ? loss + String.format(Locale.ROOT, ", accuracy %.4f", validation.accuracy())
        : loss;
  }

  @Override
  public void trainingFinished(TrainingReport report) {
    close();
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
      err.println();
    }
  }

  private void draw(String text) {
    err.print("\r" + text + CLEAR);
    err.flush();
  }
}
