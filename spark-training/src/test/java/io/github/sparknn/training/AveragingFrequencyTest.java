package io.github.sparknn.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparknn.training.report.RoundTimes;
import org.junit.jupiter.api.Test;

class AveragingFrequencyTest {
  /** A round with 10 ms of communication and so many mini-batches of 2 ms. */
  private static RoundTimes times(int steps) {
    return new RoundTimes(0.001, 0.002, 0.001, 0.002 * steps, 0.004, 0.002);
  }

  @Test
  void aNumberStays() {
    AveragingFrequency frequency = AveragingFrequency.of(7, 2, 100);
    frequency.measured(times(7), 7);
    frequency.epochFinished();

    assertThat(frequency.steps()).isEqualTo(7);
    assertThat(frequency.reason()).isEqualTo("as set");
  }

  @Test
  void aNumberIsNeverMoreThanAnEpoch() {
    AveragingFrequency frequency = AveragingFrequency.of(500, 2, 100);

    assertThat(frequency.steps()).isEqualTo(100);
    assertThat(frequency.reason()).isEqualTo("set to 500, an epoch has no more mini-batches");
  }

  @Test
  void oneWorkerNeedNotAverage() {
    assertThat(AveragingFrequency.of(0, 1, 100).steps()).isEqualTo(100);
  }

  @Test
  void theAutomaticOneBeginsWithAQuarterEpochAndKeepsCommunicationAtFivePercent() {
    AveragingFrequency frequency = AveragingFrequency.of(0, 2, 1000);
    assertThat(frequency.steps()).isEqualTo(250);

    // The slower second round is a disturbance. 10 ms / 5% = 200 ms = 100 mini-batches of 2 ms:
    // ten rounds an epoch at most, which makes eight, a power of two, of 125 mini-batches.
    frequency.measured(times(250), 250);
    frequency.measured(times(250).plusAverage(0.5), 250);
    frequency.epochFinished();

    assertThat(frequency.steps()).isEqualTo(125);
    assertThat(frequency.reason())
        .isEqualTo(
            "automatic: 100 mini-batches keep communication (10.0 ms a round) at 5% of computing"
                + " (2.000 ms a mini-batch)");
  }

  @Test
  void theAutomaticOneIsAtMostAnEpochAndAtLeastAMiniBatch() {
    AveragingFrequency few = AveragingFrequency.of(0, 2, 30);
    few.measured(times(8), 8);
    few.epochFinished();
    assertThat(few.steps()).isEqualTo(30);
    assertThat(few.reason()).endsWith(", an epoch has no more than 30");

    AveragingFrequency slow = AveragingFrequency.of(0, 2, 32);
    slow.measured(new RoundTimes(0, 0, 0, 8, 0.001, 0), 8);
    slow.epochFinished();
    assertThat(slow.steps()).isEqualTo(1);
  }

  @Test
  void eachEpochIsMeasuredAnew() {
    AveragingFrequency frequency = AveragingFrequency.of(0, 2, 1000);
    frequency.measured(times(250), 250);
    frequency.epochFinished();
    frequency.measured(times(125).plusAverage(0.01), 125);
    frequency.epochFinished();

    // 20 ms / 5% = 200 mini-batches: five rounds at most, four of 250.
    assertThat(frequency.steps()).isEqualTo(250);
  }
}
