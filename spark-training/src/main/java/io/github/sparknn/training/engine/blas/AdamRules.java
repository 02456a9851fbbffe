package io.github.sparknn.training.engine.blas;

import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.Adam;

/** Adam and AMSGrad. Their moments are m, v, and for AMSGrad v̂. */
final class AdamRules {
  private AdamRules() {}

  /**
   * The step size with bias correction, η √(1 - β₂ᵗ) / (1 - β₁ᵗ), in float where DL4J is: for small
   * t, 1 - β₂ᵗ has few significant bits, and the double's would be other ones.
   */
  private static float stepSize(double rate, float beta1, float beta2, double eps, int iteration) {
    float power1 = (float) Math.pow(beta1, iteration + 1);
    float power2 = (float) Math.pow(beta2, iteration + 1);
    float size = (float) ((float) rate * (float) Math.sqrt(1 - power2) / (1.0 - power1));
    return Float.isNaN(size) || Float.isInfinite(size) || size == 0 ? (float) eps : size;
  }

  /**
   * m ← β₁m + (1 - β₁)g, v ← β₂v + (1 - β₂)g², θ ← θ - η √(1 - β₂ᵗ)/(1 - β₁ᵗ) m / (√v + ε).
   *
   * <p>Source: Kingma, Ba, arXiv 1412.6980, section 2, with ε outside the bias correction as DL4J
   * has it.
   */
  record Standard(Adam config) implements UpdateRule {
    @Override
    public int moments() {
      return 2;
    }

    @Override
    public void apply(Workbench bench, Block block, int iteration, int epoch) {
      float beta1 = (float) config.getBeta1();
      float beta2 = (float) config.getBeta2();
      float epsilon = (float) config.getEpsilon();
      double rate = config.getLearningRate(iteration, epoch);
      float size = stepSize(rate, beta1, beta2, config.getEpsilon(), iteration);
      float fresh1 = 1f - beta1;
      float fresh2 = 1f - beta2;
      float[] theta = bench.parameters;
      float[] g = bench.gradient;
      float[] m = bench.moments[0];
      float[] v = bench.moments[1];
      for (int i = block.from(); i < block.to(); i++) {
        float mean = beta1 * m[i] + g[i] * fresh1;
        float square = beta2 * v[i] + g[i] * g[i] * fresh2;
        m[i] = mean;
        v[i] = square;
        theta[i] -= mean * size / ((float) Math.sqrt(square) + epsilon);
      }
    }
  }

  /** As Adam, with v̂ ← max(v̂, v) under the root. Source: Reddi et al., arXiv 1904.09237. */
  record AmsGrad(AMSGrad config) implements UpdateRule {
    @Override
    public int moments() {
      return 3;
    }

    @Override
    public void apply(Workbench bench, Block block, int iteration, int epoch) {
      float beta1 = (float) config.getBeta1();
      float beta2 = (float) config.getBeta2();
      float epsilon = (float) config.getEpsilon();
      double rate = config.getLearningRate(iteration, epoch);
      float size = stepSize(rate, beta1, beta2, config.getEpsilon(), iteration);
      float fresh1 = 1f - beta1;
      float fresh2 = 1f - beta2;
      float[] theta = bench.parameters;
      float[] g = bench.gradient;
      float[] m = bench.moments[0];
      float[] v = bench.moments[1];
      float[] max = bench.moments[2];
      for (int i = block.from(); i < block.to(); i++) {
        float mean = beta1 * m[i] + g[i] * fresh1;
        float square = beta2 * v[i] + g[i] * g[i] * fresh2;
        float largest = Math.max(max[i], square);
        m[i] = mean;
        v[i] = square;
        max[i] = largest;
        theta[i] -= size * mean / ((float) Math.sqrt(largest) + epsilon);
      }
    }
  }
}
