package io.github.sparknn.training.engine.blas;

/** Activations made of σ(z) = 1 / (1 + exp(-z)). Computed in double, rounded once. */
final class Sigmoids {
  private Sigmoids() {}

  private static double sigma(double z) {
    return 1 / (1 + Math.exp(-z));
  }

  /** f(z) = σ(z); f' = y(1 - y). */
  static class Sigmoid implements ActivationFunction {
    @Override
    public void forward(float[] z, float[] y, int rows, int columns) {
      for (int i = 0, n = rows * columns; i < n; i++) {
        y[i] = (float) sigma(z[i]);
      }
    }

    @Override
    public void backward(float[] z, float[] y, float[] delta, int rows, int columns) {
      for (int i = 0, n = rows * columns; i < n; i++) {
        delta[i] *= y[i] * (1f - y[i]);
      }
    }

    @Override
    public ActivationFunction hidden() {
      return new RationalTanh.Sigmoid();
    }
  }

  /** f(z) = tanh(z) = 1 - 2 / (exp(2z) + 1); f' = 1 - y². */
  static class Tanh implements ActivationFunction {
    @Override
    public void forward(float[] z, float[] y, int rows, int columns) {
      for (int i = 0, n = rows * columns; i < n; i++) {
        y[i] = (float) (1 - 2 / (Math.exp(2.0 * z[i]) + 1));
      }
    }

    @Override
    public void backward(float[] z, float[] y, float[] delta, int rows, int columns) {
      for (int i = 0, n = rows * columns; i < n; i++) {
        delta[i] *= 1f - y[i] * y[i];
      }
    }

    @Override
    public ActivationFunction hidden() {
      return new RationalTanh.Tanh();
    }
  }

  /** f(z) = log(1 + exp(z)); f' = σ(z). */
  static final class Softplus implements ActivationFunction {
    @Override
    public void forward(float[] z, float[] y, int rows, int columns) {
      for (int i = 0, n = rows * columns; i < n; i++) {
        y[i] = (float) (Math.max(z[i], 0f) + Math.log1p(Math.exp(-Math.abs((double) z[i]))));
      }
    }

    @Override
    public void backward(float[] z, float[] y, float[] delta, int rows, int columns) {
      for (int i = 0, n = rows * columns; i < n; i++) {
        delta[i] *= (float) sigma(z[i]);
      }
    }

    @Override
    public boolean keepsInput() {
      return true;
    }
  }

  /**
   * f(z) = z σ(βz); f' = s + βz s(1 - s) with s = σ(βz). Swish with β = 1 (Ramachandran et al.,
   * arXiv 1710.05941), the fast form of GELU with β = 1.702 (Hendrycks, Gimpel, arXiv 1606.08415).
   */
  static final class SigmoidWeighted implements ActivationFunction {
    static final double SWISH = 1;
    static final double GELU = 1.702;

    private final double beta;

    SigmoidWeighted(double beta) {
      this.beta = beta;
    }

    @Override
    public void forward(float[] z, float[] y, int rows, int columns) {
      for (int i = 0, n = rows * columns; i < n; i++) {
        y[i] = (float) (z[i] * sigma(beta * z[i]));
      }
    }

    @Override
    public void backward(float[] z, float[] y, float[] delta, int rows, int columns) {
      for (int i = 0, n = rows * columns; i < n; i++) {
        double s = sigma(beta * z[i]);
        delta[i] *= (float) (s + beta * z[i] * s * (1 - s));
      }
    }

    @Override
    public boolean keepsInput() {
      return true;
    }

    @Override
    public boolean isIncreasing() {
      return false;
    }
  }
}
