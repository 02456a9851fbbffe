package io.github.sparknn.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparknn.training.network.ModelState;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeightedMeanTest {

  private static RoundResult result(long examples, int iteration, float parameter, float moment) {
    ModelState state = new ModelState(new float[] {parameter}, new float[] {moment}, iteration, 3);
    return new RoundResult(state, examples, 0, 0);
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
        WeightedMean.of(List.of(RoundResult.IDLE, result(1, 1, 2f, 0f), result(1, 1, 4f, 0f)));

    assertThat(mean.parameters()).containsExactly(3f);
  }

  @Test
  void keepsTheBitsOfASingleWorker() {
    float third = 1f / 3f;

    ModelState mean = WeightedMean.of(List.of(result(7, 1, third, third), RoundResult.IDLE));

    assertThat(mean.parameters()).containsExactly(third);
    assertThat(mean.optimizerState()).containsExactly(third);
  }

  @Test
  void refusesARoundWithoutExamples() {
    assertThatThrownBy(() -> WeightedMean.of(List.of(RoundResult.IDLE)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot average: no worker has seen an example");
  }
}
