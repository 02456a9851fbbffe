package io.github.sparknn.training;

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
    assertThatThrownBy(() -> PLAN.withSliceThreshold(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid sliceThreshold: -1 (must be >= 0)");
    assertThatThrownBy(() -> PLAN.withDevice("tpu"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid device: tpu (must be one of [auto, cpu, gpu])");
  }
}
