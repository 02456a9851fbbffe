package io.github.sparknn.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sparknn.training.TrainingProgress;
import io.github.sparknn.training.report.EpochReport;
import io.github.sparknn.training.report.RoundTimes;
import io.github.sparknn.training.report.Validation;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
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
  void writesAJsonObjectAnEpoch() throws JsonProcessingException {
    JsonNode line = new ObjectMapper().readTree(show(ProgressDisplay.Kind.JSON));
    assertThat(line.toString())
        .isEqualTo(
            "{\"event\":\"epoch\",\"epoch\":1,\"epochs\":2,\"loss\":0.5,\"examples\":1000,"
                + "\"seconds\":0.5}");
    assertThat(err.toString()).hasLineCount(1);
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
      display.epochFinished(epoch(1, validation));
    }

    assertThat(err.toString()).contains("loss 0.5000  validation loss 0.2500, accuracy 0.9000");
  }

  /** Of 1,000 examples in half a second. */
  private static EpochReport epoch(int rounds, Validation validation) {
    RoundTimes times = new RoundTimes(0, 0.1, 0, 0.4, 0, 0);
    return new EpochReport(1, 0.5, 1000, rounds, 4, "as set", times, List.of(), validation);
  }

  private String show(ProgressDisplay.Kind kind) {
    try (ProgressDisplay display = new ProgressDisplay(kind, new PrintWriter(err))) {
      display.trainingStarted(new TrainingProgress(1, 2, 0, 4, Double.NaN, 0, 2000));
      display.roundFinished(new TrainingProgress(1, 2, 1, 4, 0.5, 500, 2000));
      display.epochFinished(epoch(2, null));
    }
    return err.toString();
  }
}
