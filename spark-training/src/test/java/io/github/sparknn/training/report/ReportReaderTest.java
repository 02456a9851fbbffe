package io.github.sparknn.training.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration;
import org.junit.jupiter.api.Test;

class ReportReaderTest {
  /** Times are written for the mean round. */
  private static final RecursiveComparisonConfiguration ROUNDED =
      RecursiveComparisonConfiguration.builder()
          .withEqualsForType((a, b) -> a.equals(b) || Math.abs(a - b) < 1e-12, Double.class)
          .build();

  private static void assertSurvives(TrainingReport report) {
    TrainingReport read = TrainingReport.fromJson(report.toJson());
    assertThat(read).usingRecursiveComparison(ROUNDED).isEqualTo(report);
    assertThat(read.configuration().keySet())
        .containsExactlyElementsOf(report.configuration().keySet());
  }

  @Test
  void readsWhatWasWritten() {
    assertSurvives(SampleReports.of(3, 2, true));
    assertSurvives(SampleReports.of(1, 1, false));
    TrainingReport report = SampleReports.of(2, 2, true);
    assertSurvives(
        SampleReports.with(report, Map.of("blas", "layer 1"), Map.of("a", "b\nc"), 1, null));
  }

  @Test
  void whatIsNotANumberStaysSo() {
    SpeedUp unknown = new SpeedUp(3, Double.NaN, 100, 200, Double.NaN);
    assertSurvives(
        SampleReports.with(SampleReports.of(1, 1, false), Map.of(), Map.of(), 1, unknown));
  }

  @Test
  void aFactComesBeforeTheOthers() {
    TrainingReport report = SampleReports.of(1, 1, false);
    TrainingReport more = report.withConfiguration("columns", "x: double");
    assertThat(more.configuration().keySet())
        .containsExactly("columns", "training rows", "seed", "network");
    assertThat(more.epochs()).isEqualTo(report.epochs());
  }

  @Test
  void refusesWhatIsNoReport() {
    String whole = SampleReports.of(1, 2, false).toJson();
    assertRefused("{", "not JSON (Unexpected end-of-input");
    assertRefused("{}", "its version is  (must be 1)");
    assertRefused(whole.replace("\"version\":1", "\"version\":2"), "its version is 2 (must be 1)");
    assertRefused(whole.replace("\"batchSize\"", "\"size\""), "it has no batchSize");
    assertRefused(
        whole.replace("\"resultEpoch\":1", "\"resultEpoch\":2"),
        "epoch 2 of 1 for 2 workers is not in it");
  }

  private static void assertRefused(String json, String reason) {
    assertThatThrownBy(() -> TrainingReport.fromJson(json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Cannot read training report: " + reason);
  }
}
