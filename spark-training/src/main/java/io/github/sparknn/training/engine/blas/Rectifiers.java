package io.github.sparknn.training.engine.blas;

/**
 * Activations that are the identity, or nearly, for positive input. Their derivatives are computed
 * from the output by arithmetic instead of branches, so that the compiler vectorizes the loops.
 */
final class Rectifiers {
  private Rectifiers() {}

  /** 1 where v is positive, 0 where it is zero; for v ≥ 0. */
  private static float positive(float v) {
    return Math.min(1f, v * Float.MAX_VALUE);
  }

  /** f(z) = z. */
  static final class Identity implements ActivationFunction {
    @Override
    public void forward(float[] z, float[] y, int rows, int columns) {
      if (z != y) {
        System.arraycopy(z, 0, y, 0, rows * columns);
      }
    }

    @Override
    public void backward(float[] z, float[] y, float[] delta, int rows, int columns) {}
  }

  /** f(z) = max(z, 0); f'(0) = 0. */
  static final class Relu implements ActivationFunction {
    @Override
    public void forward(float[] z, float[] y, int rows, int columns) {
      for (int i = 0, n = rows * columns; i < n; i++) {
        y[i] = Math.max(0f, z[i]);
      }
    }

    @Override
    public void backward(float[] z, float[] y, float[] delta, int rows, int columns) {
      for (int i = 0, n = rows * columns; i < n; i++) {
        delta[i] *= positive(y[i]);
      }
    }
  }

  /** f(z) = z for z ≥ 0, else αz with α in (0, 1); f'(0) = 1. */
  static final class LeakyRelu implements ActivationFunction {
    private final float alpha;

    LeakyRelu(double alpha) {
      this.alpha = (float) alpha;
    }

    @Override
    public void forward(float[] z, float[] y, int rows, int columns) {
      for (int i = 0, n = rows * columns; i < n; i++) {
        y[i] = Math.max(z[i], alpha * z[i]);
      }
    }

    @Override
    public void backward(float[] z, float[] y, float[] delta, int rows, int columns) {
      for (int i = 0, n = rows * columns; i < n; i++) {
        delta[i] *= 1f - (1f - alpha) * positive(Math.max(0f, -y[i]));
      }
    }
  }

  /** f(z) = z for z ≥ 0, else exp(z) - 1. Source: Clevert et al., arXiv 1511.07289, with α = 1. */
  static final class Elu implements ActivationFunction {
    @Override
    public void forward(float[] z, float[] y, int rows, int columns) {
      for (int i = 0, n = rows * columns; i < n; i++) {
        y[i] = z[i] >= 0 ? z[i] : (float) (Math.exp(z[i]) - 1);
      }
    }

    @Override
    public void backward(float[] z, float[] y, float[] delta, int rows, int columns) {
      for (int i = 0, n = rows * columns; i < n; i++) {
        delta[i] *= 1f + Math.min(0f, y[i]);
      }
    }
  }

  /** f(z) = λz for z > 0, else λα(exp(z) - 1). Source: Klambauer et al., arXiv 1706.02515. */
  static final class Selu implements ActivationFunction {
    private static final double LAMBDA = 1.0507009873554805;
    private static final double LAMBDA_ALPHA = LAMBDA * 1.6732632423543772;

    @Override
    public void forward(float[] z, float[] y, int rows, int columns) {
      for (int i = 0, n = rows * columns; i < n; i++) {
        y[i] = (float) (z[i] > 0 ? LAMBDA * z[i] : LAMBDA_ALPHA * (Math.exp(z[i]) - 1));
      }
    }

    @Override
    public void backward(float[] z, float[] y, float[] delta, int rows, int columns) {
      float above = (float) LAMBDA;
      float below = (float) LAMBDA_ALPHA;
      for (int i = 0, n = rows * columns; i < n; i++) {
        float positive = positive(Math.max(0f, y[i]));
        delta[i] *= above * positive + (below + Math.min(0f, y[i])) * (1f - positive);
      }
    }
  }
}
