package io.github.sparknn.training.engine.blas;

import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;

/** Rules without adaptive rates. */
final class GradientDescent {
  private GradientDescent() {}

  /** θ ← θ - ηg. */
  record Plain(Sgd config) implements UpdateRule {
    @Override
    public int moments() {
      return 0;
    }

    @Override
    public void apply(Workbench bench, Block block, int iteration, int epoch) {
      float rate = (float) config.getLearningRate(iteration, epoch);
      float[] theta = bench.parameters;
      float[] g = bench.gradient;
      for (int i = block.from(); i < block.to(); i++) {
        theta[i] -= rate * g[i];
      }
    }
  }

  /** θ ← θ - g: DL4J's NoOp leaves the gradient as it is and subtracts it. */
  record Unscaled() implements UpdateRule {
    @Override
    public int moments() {
      return 0;
    }

    @Override
    public void apply(Workbench bench, Block block, int iteration, int epoch) {
      float[] theta = bench.parameters;
      float[] g = bench.gradient;
      for (int i = block.from(); i < block.to(); i++) {
        theta[i] -= g[i];
      }
    }
  }

  /**
   * v' = μv - ηg, θ ← θ - μv + (1 + μ)v'.
   *
   * <p>Source: Sutskever et al., ICML 2013, in the form of CS231n.
   */
  record Nesterov(Nesterovs config) implements UpdateRule {
    @Override
    public int moments() {
      return 1;
    }

    @Override
    public void apply(Workbench bench, Block block, int iteration, int epoch) {
      float rate = (float) config.getLearningRate(iteration, epoch);
      float momentum = (float) config.currentMomentum(iteration, epoch);
      float ahead = -momentum - 1f;
      float[] theta = bench.parameters;
      float[] g = bench.gradient;
      float[] v = bench.moments[0];
      for (int i = block.from(); i < block.to(); i++) {
        float carried = momentum * v[i];
        float next = carried - rate * g[i];
        v[i] = next;
        theta[i] -= carried + ahead * next;
      }
    }
  }
}
