package io.github.sparknn.training.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpeedUpTest {
  private static EpochReport epoch(int number, double compute) {
    // Per epoch: 1 s fixed (broadcast, scheduling, load) and 0.5 s that grow with the workers.
    RoundTimes times = new RoundTimes(0.25, 0.5, 0.25, compute, 0.3, 0.2);
    WorkerReport worker = new WorkerReport(500, compute);
    return new EpochReport(number, 1, 1000, 4, 10, "as set", times, List.of(worker, worker), null);
  }

  @Test
  void comparesTheMedianWarmEpochWithOneWorkerAlone() {
    // 500 examples in 8.5 s a worker alone would be 58.8 / s; warm epochs take 10, 10 and 20 s.
    SpeedUp speedUp =
        SpeedUp.of(62.5, List.of(epoch(1, 98.5), epoch(2, 8.5), epoch(3, 18.5), epoch(4, 8.5)));

    assertThat(speedUp.together()).isEqualTo(100);
    assertThat(speedUp.factor()).isEqualTo(1.6);
    // Four workers: (8.5 + 1 + 2 * 0.5) / 2 = 5.25 s; eight: (8.5 + 1 + 4 * 0.5) / 4 = 2.875 s.
    assertThat(speedUp.withTwice()).isCloseTo(1000 / 5.25, within(1e-9));
    assertThat(speedUp.withFourTimes()).isCloseTo(1000 / 2.875, within(1e-9));
    assertThat(speedUp.verdict())
        .isEqualTo(
            "Yes: 2 workers are 1.60 times as fast as one; forecast for 4: 3.05, for 8: 5.57.");
  }

  @Test
  void saysSoWhenSparkDoesNotHelp() {
    assertThat(SpeedUp.of(125, List.of(epoch(1, 8.5))).verdict())
        .startsWith("No: 2 workers are 0.80 times as fast as one;");
  }
}
