package io.github.sparknn.training.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.learning.config.IUpdater;

class LearningRateScheduleTest {
  /** The rates of epochs 0 to 5, at whatever iteration. */
  private static double[] rates(LearningRateSchedule schedule) {
    IUpdater optimizer = schedule.applyTo(Optimizers.of("adam", 0.8), 0.8);
    return IntStream.range(0, 6).mapToDouble(e -> optimizer.getLearningRate(1000 + e, e)).toArray();
  }

  @Test
  void constantStays() {
    assertThat(rates(new LearningRateSchedule("constant", 6, 1, 10, 0.1))).containsOnly(0.8);
  }

  @Test
  void stepFallsEveryFewEpochs() {
    assertThat(rates(new LearningRateSchedule("step", 6, 1, 2, 0.5)))
        .containsExactly(new double[] {0.8, 0.8, 0.4, 0.4, 0.2, 0.2}, within(1e-12));
  }

  /** cos of 0, 60 and 120 degrees is 1, 1/2 and -1/2; what comes after stays at the last. */
  @Test
  void cosineFallsToNearZero() {
    assertThat(rates(new LearningRateSchedule("cosine", 3, 1, 10, 0.1)))
        .containsExactly(new double[] {0.8, 0.6, 0.2, 0.2, 0.2, 0.2}, within(1e-12));
  }

  @Test
  void warmupRisesInEqualStepsBeforeTheCosine() {
    assertThat(rates(new LearningRateSchedule("warmup+cosine", 6, 3, 10, 0.1)))
        .containsExactly(new double[] {0.2, 0.4, 0.6, 0.8, 0.6, 0.2}, within(1e-12));
  }

  @Test
  void refusesWhatItCannotUse() {
    assertThatThrownBy(() -> new LearningRateSchedule("linear", 6, 1, 10, 0.1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Invalid schedule: linear (must be one of [constant, step, cosine, warmup+cosine])");
    assertThatThrownBy(() -> new LearningRateSchedule("warmup+cosine", 6, 6, 10, 0.1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid warmupEpochs: 6 (must be in [1, epochs), epochs being 6)");
    assertThatThrownBy(() -> new LearningRateSchedule("step", 6, 1, 0, 0.1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid decayEpochs: 0 (must be >= 1)");
    assertThatThrownBy(() -> new LearningRateSchedule("step", 6, 1, 1, 1.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid decayRate: 1.5 (must be in (0, 1])");
  }
}
