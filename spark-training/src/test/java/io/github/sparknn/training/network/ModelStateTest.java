package io.github.sparknn.training.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ModelStateTest {

  @Test
  void bytesHoldTheWholeState() {
    ModelState state = new ModelState(new float[] {1.5f, -2f, 3e-30f}, new float[] {7f, 8f}, 41, 3);

    ModelState read = ModelState.ofBytes(state.toBytes());

    assertThat(read.parameters()).containsExactly(1.5f, -2f, 3e-30f);
    assertThat(read.optimizerState()).containsExactly(7f, 8f);
    assertThat(read.iteration()).isEqualTo(41);
    assertThat(read.epoch()).isEqualTo(3);
  }

  @Test
  void bytesHoldAStateWithoutValues() {
    ModelState read = ModelState.ofBytes(ModelState.ofCounters(5, 2).toBytes());

    assertThat(read.parameters()).isEmpty();
    assertThat(read.optimizerState()).isEmpty();
    assertThat(read.iteration()).isEqualTo(5);
    assertThat(read.epoch()).isEqualTo(2);
  }
}
