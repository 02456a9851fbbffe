package io.github.sparknn.training.averaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparknn.training.network.ModelState;
import org.junit.jupiter.api.Test;

class UpdaterStateTest {
  private static final ModelState STATE =
      new ModelState(new float[] {1, 2}, new float[] {3, 4, 5, 6}, 7, 8);

  @Test
  void averagedSharesEverything() {
    assertThat(UpdaterState.of("averaged").share(STATE)).isSameAs(STATE);
  }

  @Test
  void resetSharesParametersAndEpochOnly() {
    ModelState shared = UpdaterState.of("reset").share(STATE);
    assertThat(shared.parameters()).containsExactly(1, 2);
    assertThat(shared.optimizerState()).isEmpty();
    assertThat(shared.iteration()).isZero();
    assertThat(shared.epoch()).isEqualTo(8);
  }

  @Test
  void refusesOtherNames() {
    assertThatThrownBy(() -> UpdaterState.of("Reset"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid updaterState: Reset (must be one of [averaged, reset])");
  }
}
