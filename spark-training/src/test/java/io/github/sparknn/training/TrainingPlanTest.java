package io.github.sparknn.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparknn.training.network.NetworkSpec;
import io.github.sparknn.training.network.Networks;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.learning.config.Sgd;

class TrainingPlanTest {
  private static final TrainingPlan PLAN =
      TrainingPlan.of(
          NetworkSpec.of(Networks.classifier(2, new int[0], "relu", 0, 2, new Sgd(0.1), 1)));

  @Test
  void averagesFourTimesAnEpochByDefault() {
    assertThat(PLAN.stepsPerRound(100)).isEqualTo(25);
    assertThat(PLAN.stepsPerRound(5)).isEqualTo(2);
    assertThat(PLAN.stepsPerRound(1)).isEqualTo(1);
    assertThat(PLAN.withAveragingFrequency(7).stepsPerRound(100)).isEqualTo(7);
  }

  @Test
  void refusesValuesOutOfRange() {
    assertThatThrownBy(() -> PLAN.withEpochs(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid epochs: 0 (must be >= 1)");
    assertThatThrownBy(() -> PLAN.withBatchSize(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid batchSize: 0 (must be >= 1)");
    assertThatThrownBy(() -> PLAN.withAveragingFrequency(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid averagingFrequency: -1 (must be >= 0)");
  }
}
