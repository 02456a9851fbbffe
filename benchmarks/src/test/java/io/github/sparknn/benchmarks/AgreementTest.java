package io.github.sparknn.benchmarks;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AgreementTest {

  @Test
  void toleratesSmallDifferencesRelativeToLargeValues() {
    assertThatCode(
            () ->
                Agreement.requireEqual(
                    "Outputs", new double[] {0, 1000}, new double[] {9e-7, 1000.0009}, 1e-6))
        .doesNotThrowAnyException();
  }

  @Test
  void namesTheFirstDifference() {
    assertThatThrownBy(
            () ->
                Agreement.requireEqual("Outputs", new double[] {1, 2}, new double[] {1, 2.5}, 1e-3))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Outputs do not agree: 2.0 and 2.5 at position 1 (allowed difference 2.0e-03)");
  }

  @Test
  void aNumberThatIsNotOneAgreesWithNone() {
    assertThatThrownBy(
            () ->
                Agreement.requireEqual(
                    "Outputs", new double[] {Double.NaN}, new double[] {Double.NaN}, 1))
        .hasMessageContaining("Outputs do not agree: NaN and NaN at position 0");
  }

  @Test
  void differentLengthsDoNotAgree() {
    assertThatThrownBy(
            () -> Agreement.requireEqual("Outputs", new double[] {1}, new double[] {}, 1))
        .hasMessage("Outputs do not agree: 1 and 0 values");
  }

  @Test
  void requiresAFloor() {
    assertThatThrownBy(() -> Agreement.requireAtLeast("Accuracy", 0.5, 0.9))
        .hasMessage("Accuracy is 0.5000 (must be >= 0.9000)");
  }
}
