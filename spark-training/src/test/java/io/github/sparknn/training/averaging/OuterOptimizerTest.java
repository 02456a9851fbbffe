package io.github.sparknn.training.averaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OuterOptimizerTest {
  private static final Offset<Float> ROUNDING = within(1e-5f);

  @Test
  void meanTakesTheMean() {
    OuterOptimizer mean = OuterOptimizer.of("mean");

    assertThat(mean.step(new float[] {10f}, new float[] {8f})).containsExactly(8f);
    assertThat(mean.state()).isEmpty();
  }

  @Test
  void nesterovLooksAhead() {
    OuterOptimizer nesterov = OuterOptimizer.of("nesterov");

    // Δ = 2, v = 2, θ = 10 - 0.7 (2 + 0.9 * 2) = 7.34
    float[] first = nesterov.step(new float[] {10f}, new float[] {8f});
    assertThat(first[0]).isCloseTo(7.34f, ROUNDING);
    assertThat(nesterov.state()[0]).isCloseTo(2f, ROUNDING);

    // Δ = 1, v = 0.9 * 2 + 1 = 2.8, θ = 7.34 - 0.7 (1 + 0.9 * 2.8) = 4.876
    float[] second = nesterov.step(first, new float[] {6.34f});
    assertThat(second[0]).isCloseTo(4.876f, ROUNDING);
    assertThat(nesterov.state()[0]).isCloseTo(2.8f, ROUNDING);
  }

  @Test
  void slowMomentumBuildsUp() {
    OuterOptimizer slowMo = OuterOptimizer.of("slowmo");

    // v = 2, θ = 10 - 2 = 8
    float[] first = slowMo.step(new float[] {10f}, new float[] {8f});
    assertThat(first[0]).isCloseTo(8f, ROUNDING);

    // Δ = 1, v = 0.7 * 2 + 1 = 2.4, θ = 8 - 2.4 = 5.6
    assertThat(slowMo.step(first, new float[] {7f})[0]).isCloseTo(5.6f, ROUNDING);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mean", "nesterov", "slowmo"})
  void goesOnFromASavedState(String name) {
    OuterOptimizer first = OuterOptimizer.of(name);
    first.step(new float[] {10f}, new float[] {8f});
    OuterOptimizer second = OuterOptimizer.of(name);

    second.restore(first.state());

    assertThat(second.step(new float[] {5f}, new float[] {4f}))
        .isEqualTo(first.step(new float[] {5f}, new float[] {4f}));
  }

  @Test
  void refusesUnknownNames() {
    assertThatThrownBy(() -> OuterOptimizer.of("median"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid averaging: median (must be one of [mean, nesterov, slowmo])");
  }
}
