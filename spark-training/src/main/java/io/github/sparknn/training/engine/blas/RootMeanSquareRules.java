package io.github.sparknn.training.engine.blas;

import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.RmsProp;

/** Rules that divide the gradient by the root of what they kept of its square. */
final class RootMeanSquareRules {
  private RootMeanSquareRules() {}

  /** s ← s + g², θ ← θ - ηg / (√s + ε). Source: Duchi, Hazan, Singer, JMLR 12 (2011). */
  record Sum(AdaGrad config) implements UpdateRule {
    @Override
    public int moments() {
      return 1;
    }

    @Override
    public void apply(Workbench bench, Block block, int iteration, int epoch) {
      float rate = (float) config.getLearningRate(iteration, epoch);
      update(bench, block, 1f, 1f, rate, (float) config.getEpsilon());
    }
  }

  /** s ← ρs + (1 - ρ)g², θ ← θ - ηg / (√s + ε). Source: Hinton, Coursera lecture 6e (2012). */
  record Average(RmsProp config) implements UpdateRule {
    @Override
    public int moments() {
      return 1;
    }

    @Override
    public void apply(Workbench bench, Block block, int iteration, int epoch) {
      float rate = (float) config.getLearningRate(iteration, epoch);
      float decay = (float) config.getRmsDecay();
      update(bench, block, decay, 1f - decay, rate, (float) config.getEpsilon());
    }
  }

  private static void update(
      Workbench bench, UpdateRule.Block block, float keep, float fresh, float rate, float epsilon) {
    float[] theta = bench.parameters;
    float[] g = bench.gradient;
    float[] s = bench.moments[0];
    for (int i = block.from(); i < block.to(); i++) {
      float square = keep * s[i] + g[i] * g[i] * fresh;
      s[i] = square;
      theta[i] -= rate * g[i] / ((float) Math.sqrt(square) + epsilon);
    }
  }
}
