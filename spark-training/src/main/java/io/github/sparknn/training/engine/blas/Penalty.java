package io.github.sparknn.training.engine.blas;

/** A regularization of one parameter array. */
interface Penalty {
  /** What it adds to the loss. */
  double score(Workbench bench);

  /**
   * Adds its share to the gradient or takes it off the parameters, before the optimizer's step.
   *
   * @param learningRate of the optimizer's step
   */
  void apply(Workbench bench, double learningRate);

  /** L = λ Σ |θ|, ∂θ = λ sign(θ). */
  record L1(int from, int length, double coefficient) implements Penalty {
    @Override
    public double score(Workbench bench) {
      return coefficient * bench.blas.sasum(length, bench.parameters, from, 1);
    }

    @Override
    public void apply(Workbench bench, double learningRate) {
      float[] theta = bench.parameters;
      float[] g = bench.gradient;
      float factor = (float) coefficient;
      for (int i = from; i < from + length; i++) {
        g[i] += factor * Math.signum(theta[i]);
      }
    }
  }

  /** L = λ/2 Σ θ², ∂θ = λθ. */
  record L2(int from, int length, double coefficient) implements Penalty {
    @Override
    public double score(Workbench bench) {
      return 0.5 * coefficient * sumOfSquares(bench, from, length);
    }

    @Override
    public void apply(Workbench bench, double learningRate) {
      bench.blas.saxpy(
          length, (float) coefficient, bench.parameters, from, 1, bench.gradient, from, 1);
    }
  }

  /**
   * L = (λ + κ)/2 Σ θ², θ ← (1 - λη - κ)θ beside the optimizer's step with learning rate η. Source:
   * Loshchilov, Hutter, arXiv 1711.05101.
   *
   * @param scaled λ, multiplied with the learning rate
   * @param plain κ, independent of it
   */
  record WeightDecay(int from, int length, double scaled, double plain) implements Penalty {
    @Override
    public double score(Workbench bench) {
      return 0.5 * (scaled + plain) * sumOfSquares(bench, from, length);
    }

    @Override
    public void apply(Workbench bench, double learningRate) {
      float kept = (float) (1 - scaled * learningRate - plain);
      bench.blas.sscal(length, kept, bench.parameters, from, 1);
    }
  }

  private static double sumOfSquares(Workbench bench, int from, int length) {
    return bench.blas.sdot(length, bench.parameters, from, 1, bench.parameters, from, 1);
  }
}
