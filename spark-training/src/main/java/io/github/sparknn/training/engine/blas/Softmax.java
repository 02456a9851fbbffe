package io.github.sparknn.training.engine.blas;

/** yⱼ = exp(zⱼ) / Σₖ exp(zₖ) over each row; ∂zⱼ = yⱼ (∂yⱼ - Σₖ ∂yₖ yₖ). */
final class Softmax implements ActivationFunction {
  @Override
  public void forward(float[] z, float[] y, int rows, int columns) {
    for (int start = 0, end = rows * columns; start < end; start += columns) {
      float max = Float.NEGATIVE_INFINITY;
      for (int i = start; i < start + columns; i++) {
        max = Math.max(max, z[i]);
      }
      double sum = 0;
      for (int i = start; i < start + columns; i++) {
        double e = Math.exp(z[i] - max);
        y[i] = (float) e;
        sum += e;
      }
      float inverse = (float) (1 / sum);
      for (int i = start; i < start + columns; i++) {
        y[i] *= inverse;
      }
    }
  }

  @Override
  public void backward(float[] z, float[] y, float[] delta, int rows, int columns) {
    for (int start = 0, end = rows * columns; start < end; start += columns) {
      double dot = 0;
      for (int i = start; i < start + columns; i++) {
        dot += (double) delta[i] * y[i];
      }
      for (int i = start; i < start + columns; i++) {
        delta[i] = (float) (y[i] * (delta[i] - dot));
      }
    }
  }

  @Override
  public boolean isIncreasing() {
    return false;
  }
}
