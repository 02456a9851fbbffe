package io.github.sparknn.training.engine.blas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ludovic.netlib.blas.JavaBLAS;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;

/** Hand-worked numbers after each of two steps with the gradients 0.5 and 1. */
class UpdateRuleTest {
  private static final Offset<Float> ROUNDING = within(1e-6f);
  private static final UpdateRule.Block SECOND = new UpdateRule.Block(1, 2);

  private final Workbench bench = new Workbench(3, 3, JavaBLAS.getInstance());

  private float step(UpdateRule rule, float gradient, int iteration) {
    bench.gradient[1] = gradient;
    rule.apply(bench, SECOND, iteration, 0);
    assertThat(bench.parameters[0]).isZero();
    assertThat(bench.parameters[2]).isZero();
    return bench.parameters[1];
  }

  @Test
  void gradientDescentSubtractsTheScaledGradient() {
    UpdateRule rule = new GradientDescent.Plain(new Sgd(0.1));

    assertThat(step(rule, 0.5f, 0)).isCloseTo(-0.05f, ROUNDING);
    assertThat(step(rule, 1f, 1)).isCloseTo(-0.15f, ROUNDING);
  }

  @Test
  void nesterovLooksAheadByTheMomentum() {
    UpdateRule rule = new GradientDescent.Nesterov(new Nesterovs(0.1, 0.9));

    // v = -0.05, step 1.9 v; then v = -0.045 - 0.1 = -0.145, step 1.9 v + 0.045.
    assertThat(step(rule, 0.5f, 0)).isCloseTo(-0.095f, ROUNDING);
    assertThat(step(rule, 1f, 1)).isCloseTo(-0.3255f, ROUNDING);
    assertThat(bench.moments[0][1]).isCloseTo(-0.145f, ROUNDING);
  }

  @Test
  void adamCorrectsTheBiasOfItsMoments() {
    UpdateRule rule = new AdamRules.Standard(new Adam(0.1, 0.5, 0.75, 0));

    // m = 0.25, v = 0.0625; m = 0.25/0.5, v = 0.0625/0.25 corrected: step 0.1 * 0.5 / 0.5.
    assertThat(step(rule, 0.5f, 0)).isCloseTo(-0.1f, ROUNDING);
    // m = 0.625, v = 0.296875; corrected 0.625/0.75 = 0.833333, 0.296875/0.4375 = 0.678571.
    assertThat(step(rule, 1f, 1)).isCloseTo(-0.1f - 0.1f * 0.833333f / 0.823754f, ROUNDING);
    assertThat(bench.moments[0][1]).isCloseTo(0.625f, ROUNDING);
    assertThat(bench.moments[1][1]).isCloseTo(0.296875f, ROUNDING);
  }

  @Test
  void rmsPropDividesByTheRootOfTheMeanSquare() {
    UpdateRule rule = new RootMeanSquareRules.Average(new RmsProp(0.1, 0.75, 0));

    // s = 0.0625, root 0.25; then s = 0.046875 + 0.25 = 0.296875, root 0.544862.
    assertThat(step(rule, 0.5f, 0)).isCloseTo(-0.2f, ROUNDING);
    assertThat(step(rule, 1f, 1)).isCloseTo(-0.2f - 0.1f / 0.544862f, ROUNDING);
  }
}
