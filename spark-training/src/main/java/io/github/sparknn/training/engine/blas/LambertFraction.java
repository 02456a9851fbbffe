package io.github.sparknn.training.engine.blas;

/**
 * σ and tanh for hidden layers, in single precision and without a call or branch, so that the
 * compiler vectorizes the loops: ten times as fast as by exp. tanh differs by at most 4e-7 from the
 * true value, relative near zero, and σ by 2e-7; both stay within their bounds. Saturated values
 * have no relative precision, which an output that a logarithm is taken of would need.
 *
 * <p>Source: J. H. Lambert's continued fraction tanh x = x / (1 + x² / (3 + x² / (5 + …))), ended
 * after 13 levels and written as a quotient of polynomials in x²; beyond 8.5 tanh rounds to 1.
 */
final class LambertFraction {
  private static final float LIMIT = 8.5f;

  private LambertFraction() {}

  private static float tanh(float value) {
    float x = Math.max(-LIMIT, Math.min(LIMIT, value));
    float s = x * x;
    float p = 1.2648856e-13f;
    p = p * s + 5.1797064e-10f;
    p = p * s + 3.2286836e-7f;
    p = p * s + 6.6252588e-5f;
    p = p * s + 5.2173913e-3f;
    p = p * s + 0.14666667f;
    p = p * s + 1f;
    float q = 1.1510459e-11f;
    q = q * s + 1.5193805e-8f;
    q = q * s + 5.2304675e-6f;
    q = q * s + 6.625259e-4f;
    q = q * s + 3.1884058e-2f;
    q = q * s + 0.48f;
    q = q * s + 1f;
    return Math.max(-1f, Math.min(1f, x * p / q));
  }

  /** f(z) = σ(z) = 1/2 + tanh(z/2) / 2. */
  static final class Sigmoid extends Sigmoids.Sigmoid {
    @Override
    public void forward(float[] z, float[] y, int rows, int columns) {
      for (int i = 0, n = rows * columns; i < n; i++) {
        y[i] = 0.5f + 0.5f * tanh(0.5f * z[i]);
      }
    }
  }

  /** f(z) = tanh(z). */
  static final class Tanh extends Sigmoids.Tanh {
    @Override
    public void forward(float[] z, float[] y, int rows, int columns) {
      for (int i = 0, n = rows * columns; i < n; i++) {
        y[i] = tanh(z[i]);
      }
    }
  }
}
