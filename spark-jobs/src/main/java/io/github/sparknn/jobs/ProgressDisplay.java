package io.github.sparknn.jobs;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
    /** A JSON object an epoch, each on a line; for programs that read logs. */
    JSON,
    /** Nothing. */
    NONE
  }

  /** The code by which a terminal clears the rest of the line. */
  private static final String CLEAR = "\u001b[K";

  private static final ObjectMapper MAPPER = new ObjectMapper();

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
    if (kind == Kind.JSON) {
      err.println(json(epoch));
      err.flush();
    }
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

  private String json(EpochReport epoch) {
    ObjectNode line = MAPPER.createObjectNode();
    line.put("event", "epoch").put("epoch", epoch.epoch()).put("epochs", epochs);
    line.put("loss", epoch.loss());
    Validation validation = epoch.validation();
    if (validation != null) {
      line.put("validationLoss", validation.loss());
      if (validation.hasAccuracy()) {
        line.put("validationAccuracy", validation.accuracy());
      }
    }
    line.put("examples", epoch.examples()).put("seconds", epoch.seconds());
    return line.toString();
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
