package io.github.sparknn.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparknn.training.EpochReport;
import io.github.sparknn.training.TrainingProgress;
import io.github.sparknn.training.Validation;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressDisplayTest {
  private final StringWriter err = new StringWriter();

  @Test
  void writesALineAnEpoch() {
    assertThat(show(ProgressDisplay.Kind.LINES))
        .isEqualTo("epoch 1/2  loss 0.5000  2,000 rows/s  0.5 s" + System.lineSeparator());
  }

  @Test
  void writesNothingWhenAskedTo() {
    assertThat(show(ProgressDisplay.Kind.NONE)).isEmpty();
  }

  @Test
  void drawsABar() {
    assertThat(show(ProgressDisplay.Kind.BAR))
        .contains("training")
        .contains("epoch 1/2, loss 0.5000");
  }

  @Test
  void showsTheValidationOfAnEpoch() {
    Validation validation = new Validation(0.25, 0.9, 100);
    try (ProgressDisplay display =
        new ProgressDisplay(ProgressDisplay.Kind.LINES, new PrintWriter(err))) {
      display.trainingStarted(new TrainingProgress(1, 1, 0, 1, Double.NaN, 0, 1000));
      display.epochFinished(new EpochReport(1, 0.5, 1000, 1, 0.5, 0.4, validation));
    }

    assertThat(err.toString()).contains("loss 0.5000  validation loss 0.2500, accuracy 0.9000");
  }

  private String show(ProgressDisplay.Kind kind) {
    try (ProgressDisplay display = new ProgressDisplay(kind, new PrintWriter(err))) {
      display.trainingStarted(new TrainingProgress(1, 2, 0, 4, Double.NaN, 0, 2000));
      display.roundFinished(new TrainingProgress(1, 2, 1, 4, 0.5, 500, 2000));
      display.epochFinished(new EpochReport(1, 0.5, 1000, 2, 0.5, 0.4, null));
    }
    return err.toString();
  }
}
