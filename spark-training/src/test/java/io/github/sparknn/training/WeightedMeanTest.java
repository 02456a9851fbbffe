package io.github.sparknn.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparknn.training.network.ModelState;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeightedMeanTest {

  private static RoundResult result(long examples, int iteration, float parameter, float moment) {
    ModelState state = new ModelState(new float[] {parameter}, new float[] {moment}, iteration, 3);
    return new RoundResult(state, examples, 0, "cpu", 0, 0, 0);
  }

  @Test
  void weighsEachWorkerByItsExamples() {
    // 3 of 4 examples at 1.0 and 1 of 4 at 5.0: 0.75 + 1.25 = 2; moments 0.75 * 8 + 0.25 * 4 = 7.
    ModelState mean = WeightedMean.of(List.of(result(30, 12, 1f, 8f), result(10, 10, 5f, 4f)));

    assertThat(mean.parameters()).containsExactly(2f);
    assertThat(mean.optimizerState()).containsExactly(7f);
    assertThat(mean.iteration()).isEqualTo(12);
    assertThat(mean.epoch()).isEqualTo(3);
  }

  @Test
  void leavesOutWorkersWithoutExamples() {
    ModelState mean =
        WeightedMean.of(List.of(RoundResult.idle(0), result(1, 1, 2f, 0f), result(1, 1, 4f, 0f)));

    assertThat(mean.parameters()).containsExactly(3f);
  }

  @Test
  void keepsTheBitsOfASingleWorker() {
    float third = 1f / 3f;

    ModelState mean = WeightedMean.of(List.of(result(7, 1, third, third), RoundResult.idle(0)));

    assertThat(mean.parameters()).containsExactly(third);
    assertThat(mean.optimizerState()).containsExactly(third);
  }

  @Test
  void refusesARoundWithoutExamples() {
    assertThatThrownBy(() -> WeightedMean.of(List.of(RoundResult.idle(0))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot average: no worker has seen an example");
  }

  @Test
  void addsUpInWorkerOrderAndDoublePrecision() {
    // Longer than a block, so that the last one is not whole.
    float[] a = new float[2500];
    float[] b = new float[2500];
    for (int i = 0; i < a.length; i++) {
      a[i] = 1f / (i + 1);
      b[i] = -0.3f * i;
    }

    float[] mean = WeightedMean.of(new float[][] {a, b}, new long[] {1, 2});

    for (int i = 0; i < a.length; i++) {
      assertThat(mean[i]).isEqualTo((float) (1 / 3.0 * a[i] + 2 / 3.0 * b[i]));
    }
  }
}
