package io.github.sparknn.training.averaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.sparknn.training.network.NetworkSpec;
import org.assertj.core.data.Offset;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

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

  private static NetworkSpec batchNormalized() {
    return NetworkSpec.of(
        new NeuralNetConfiguration.Builder()
            .seed(1)
            .list()
            .layer(new DenseLayer.Builder().nIn(2).nOut(1).build())
            .layer(new BatchNormalization.Builder(false).useLogStd(false).build())
            .layer(
                new OutputLayer.Builder(LossFunction.MSE)
                    .nOut(1)
                    .activation(Activation.IDENTITY)
                    .build())
            .setInputType(InputType.feedForward(2))
            .build());
  }

  @ParameterizedTest
  @ValueSource(strings = {"nesterov", "slowmo"})
  void runningStatisticsTakeTheMean(String name) {
    OuterOptimizer outer = OuterOptimizer.of(name, batchNormalized());
    // Weights and bias (0-2), gamma and beta (3, 4), mean and variance (5, 6), output (7, 8).
    float[] start = {10, 10, 10, 10, 10, 10, 1, 10, 10};
    float[] mean = {8, 8, 8, 8, 8, 8, 0.25f, 8, 8};

    float[] first = outer.step(start, mean);
    float[] second = outer.step(first, new float[] {7, 7, 7, 7, 7, 7, 0.125f, 7, 7});

    // Nesterov with v = 2: 10 - 0.7 (2 + 0.9 * 2) = 7.34; slowmo: 10 - 2 = 8.
    assertThat(first[0]).isCloseTo(name.equals("nesterov") ? 7.34f : 8f, ROUNDING);
    // Nesterov, second: Δ = 0.34, v = 2.14: 7.34 - 0.7 (0.34 + 1.926) = 5.7538; slowmo: Δ = 1,
    // v = 2.4: 8 - 2.4 = 5.6.
    assertThat(second[0]).isCloseTo(name.equals("nesterov") ? 5.7538f : 5.6f, ROUNDING);
    assertThat(second[4]).isEqualTo(second[0]);
    assertThat(second[7]).isEqualTo(second[0]);
    assertThat(new float[] {first[5], first[6]}).containsExactly(8f, 0.25f);
    assertThat(new float[] {second[5], second[6]}).containsExactly(7f, 0.125f);
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
