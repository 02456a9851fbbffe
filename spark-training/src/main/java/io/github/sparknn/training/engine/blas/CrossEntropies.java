package io.github.sparknn.training.engine.blas;

/** Losses on probabilities p and labels t, with a weight w per class; clipped where DL4J clips. */
final class CrossEntropies {
  private CrossEntropies() {}

  /**
   * L = -Σ w t log p for p = softmax(z), p clipped to [ε, 1 - ε] in the score only; ∂zⱼ = pⱼ Σₖ wₖ
   * tₖ - wⱼ tⱼ.
   *
   * <p>Without weights DL4J takes the sum of a row's labels for one, whatever it is.
   */
  static final class SoftmaxCrossEntropy implements Loss {
    private final float low;
    private final float high;
    private final float[] weights;
    private final boolean weighted;

    /**
     * @param clip ε
     * @param weights one per class; empty for none
     */
    SoftmaxCrossEntropy(double clip, float[] weights) {
      this.low = (float) clip;
      this.high = (float) (1 - clip);
      this.weights = weights;
      this.weighted = weights.length > 0;
    }

    @Override
    public double evaluate(
        float[] output, float[] labels, float[] gradient, int from, int to, int n) {
      double sum = 0;
      for (int start = from * n, end = to * n; start < end; start += n) {
        float total = weighted ? total(labels, start) : 1f;
        for (int i = start, j = 0; j < n; i++, j++) {
          float target = weighted ? weights[j] * labels[i] : labels[i];
          if (target != 0) {
            sum -= target * Math.log(Math.min(high, Math.max(low, output[i])));
          }
          gradient[i] = output[i] * total - target;
        }
      }
      return sum;
    }

    private float total(float[] labels, int start) {
      float total = 0;
      for (int j = 0; j < weights.length; j++) {
        total += weights[j] * labels[start + j];
      }
      return total;
    }

    @Override
    public boolean includesActivation() {
      return true;
    }
  }

  /** L = -Σ w t log p for any other activation, not clipped; ∂p = -w t / p. */
  static final class CrossEntropy implements Loss {
    private final float[] weights;

    CrossEntropy(float[] weights) {
      this.weights = weights;
    }

    @Override
    public double evaluate(
        float[] output, float[] labels, float[] gradient, int from, int to, int n) {
      double sum = 0;
      for (int start = from * n, end = to * n; start < end; start += n) {
        for (int i = start, j = 0; j < n; i++, j++) {
          sum -= weights[j] * labels[i] * Math.log(output[i]);
          gradient[i] = -weights[j] * labels[i] / output[i];
        }
      }
      return sum;
    }
  }

  /**
   * L = -Σ w (t log p + (1 - t) log(1 - p)), p clipped to [ε, 1 - ε]; ∂p = w (p - t) / (p (1 - p)).
   */
  static final class BinaryCrossEntropy implements Loss {
    private final float low;
    private final float high;
    private final float[] weights;

    BinaryCrossEntropy(double clip, float[] weights) {
      this.low = (float) clip;
      this.high = (float) (1 - clip);
      this.weights = weights;
    }

    @Override
    public double evaluate(
        float[] output, float[] labels, float[] gradient, int from, int to, int n) {
      double sum = 0;
      for (int start = from * n, end = to * n; start < end; start += n) {
        for (int i = start, j = 0; j < n; i++, j++) {
          float p = Math.min(high, Math.max(low, output[i]));
          sum -= weights[j] * (labels[i] * Math.log(p) + (1f - labels[i]) * Math.log(1f - p));
          gradient[i] = weights[j] * (p - labels[i]) / (p * (1f - p));
        }
      }
      return sum;
    }
  }
}
