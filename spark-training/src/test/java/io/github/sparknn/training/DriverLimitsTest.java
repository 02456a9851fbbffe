package io.github.sparknn.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparknn.training.network.NetworkSpec;
import io.github.sparknn.training.network.Networks;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.learning.config.Sgd;

class DriverLimitsTest {
  private static final long GIB = 1L << 30;
  private static final TrainingPlan PLAN =
      TrainingPlan.of(
          NetworkSpec.of(Networks.classifier(4, new int[] {8}, "relu", 0, 3, new Sgd(0.1), 7)));

  /** States of 12 MB. */
  private static final long VALUES = 3_000_000;

  private static final DriverLimits CLUSTER = new DriverLimits(false, GIB, 8 * GIB);

  @Test
  void executorsAverageWhatComesNearTheLimitOfResults() {
    assertThat(CLUSTER.slices(VALUES, 100, PLAN)).isTrue();
    // 3/4 GiB are 805,306,368 bytes: 67 states, not 68.
    assertThat(CLUSTER.slices(VALUES, 68, PLAN)).isTrue();
    assertThat(CLUSTER.slices(VALUES, 67, PLAN)).isFalse();
    assertThat(new DriverLimits(false, 4 * GIB, 8 * GIB).slices(VALUES, 100, PLAN)).isFalse();
  }

  @Test
  void withoutALimitOfResultsHalfTheHeapIsOne() {
    DriverLimits unlimited = new DriverLimits(false, Long.MAX_VALUE, GIB);
    // 1/2 GiB are 536,870,912 bytes: 44 states, not 45.
    assertThat(unlimited.slices(VALUES, 45, PLAN)).isTrue();
    assertThat(unlimited.slices(VALUES, 44, PLAN)).isFalse();
  }

  @Test
  void whatIsNoTaskResultIsNotLimited() {
    assertThat(new DriverLimits(true, 1, 1).slices(VALUES, 100, PLAN)).isFalse();
    assertThat(new DriverLimits(true, 1, 1).resultsOf(VALUES, 100, PLAN)).isZero();
    // 64 MiB of all workers together: five states of 12 MB, not six.
    DriverLimits tiny = new DriverLimits(false, 1, 1);
    assertThat(tiny.slices(VALUES, 5, PLAN)).isFalse();
    assertThat(tiny.resultsOf(VALUES, 5, PLAN)).isZero();
    assertThat(tiny.slices(VALUES, 6, PLAN)).isTrue();
  }

  @Test
  void theThresholdOfThePlanSlicesEverywhere() {
    assertThat(CLUSTER.slices(101, 2, PLAN.withSliceThreshold(100))).isTrue();
    assertThat(CLUSTER.slices(100, 2, PLAN.withSliceThreshold(100))).isFalse();
    assertThat(new DriverLimits(true, GIB, GIB).slices(101, 2, PLAN.withSliceThreshold(100)))
        .isTrue();
  }

  @Test
  void resultsAreAllStatesOrTheMeanAlone() {
    assertThat(CLUSTER.resultsOf(VALUES, 50, PLAN)).isEqualTo(600_000_000);
    assertThat(CLUSTER.resultsOf(VALUES, 100, PLAN)).isEqualTo(12_000_000 + (1 << 20));
  }
}
