package io.github.sparknn.training.engine.blas;

/**
 * Losses on the difference of output y and label t. The columns' weights w are one for DL4J's L2
 * and L1, one by the number of columns for its MSE and MAE, times the configured weights.
 */
final class Distances {
  private Distances() {}

  /** L = Σ w (y - t)², ∂y = 2 w (y - t). */
  static final class Squared implements Loss {
    private final float[] weights;

    Squared(float[] weights) {
      this.weights = weights;
    }

    @Override
    public double evaluate(
        float[] output, float[] labels, float[] gradient, int from, int to, int n) {
      double sum = 0;
      for (int start = from * n, end = to * n; start < end; start += n) {
        for (int j = 0; j < n; j++) {
          float difference = output[start + j] - labels[start + j];
          sum += weights[j] * difference * difference;
          gradient[start + j] = 2f * difference * weights[j];
        }
      }
      return sum;
    }
  }

  /** L = Σ w |y - t|, ∂y = w sign(y - t). */
  static final class Absolute implements Loss {
    private final float[] weights;

    Absolute(float[] weights) {
      this.weights = weights;
    }

    @Override
    public double evaluate(
        float[] output, float[] labels, float[] gradient, int from, int to, int n) {
      double sum = 0;
      for (int start = from * n, end = to * n; start < end; start += n) {
        for (int j = 0; j < n; j++) {
          float difference = output[start + j] - labels[start + j];
          sum += weights[j] * Math.abs(difference);
          gradient[start + j] = Math.signum(difference) * weights[j];
        }
      }
      return sum;
    }
  }
}
