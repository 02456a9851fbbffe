package io.github.sparknn.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparknn.training.averaging.UpdaterState;
import io.github.sparknn.training.network.NetworkSpec;
import io.github.sparknn.training.network.Networks;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.linalg.schedule.StepSchedule;

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

  @Test
  void refusesToResetTheCountOfAScheduleOverIterations() {
    TrainingPlan warmUp = TrainingPlan.of(withSchedule(ScheduleType.ITERATION));

    assertThatThrownBy(() -> warmUp.withUpdaterState(UpdaterState.RESET))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Invalid updaterState: reset (must be averaged for a network with a schedule that counts"
                + " iterations, as each round would begin it anew; the network's stands at"
                + " /confs/0/layer/iupdater/learningRateSchedule, and may count epochs instead)");
    assertThat(
            TrainingPlan.of(withSchedule(ScheduleType.EPOCH))
                .withUpdaterState(UpdaterState.RESET)
                .updaterState())
        .isEqualTo(UpdaterState.RESET);
  }

  private static NetworkSpec withSchedule(ScheduleType type) {
    Sgd sgd = new Sgd(new StepSchedule(type, 0.1, 0.5, 100));
    return NetworkSpec.of(Networks.classifier(2, new int[0], "relu", 0, 2, sgd, 1));
  }
}
