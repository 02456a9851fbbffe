package io.github.sparknn.training.averaging;

/**
 * Gradient descent with momentum on the outer gradient Δ = θ − mean. The momentum v starts at zero
 * and follows v ← μ v + Δ; then θ ← θ − η (a Δ + b v).
 */
final class OuterMomentum implements OuterOptimizer {
  private final float momentum;
  private final float gradientFactor;
  private final float velocityFactor;
  private float[] velocity = {};

  private OuterMomentum(double momentum, double gradientFactor, double velocityFactor) {
    this.momentum = (float) momentum;
    this.gradientFactor = (float) gradientFactor;
    this.velocityFactor = (float) velocityFactor;
  }

  /**
   * Nesterov momentum: v ← μ v + Δ, θ ← θ − η (Δ + μ v).
   *
   * <p>Source: Douillard et al., "DiLoCo: Distributed Low-Communication Training of Language
   * Models", arXiv 2311.08105, algorithm 1, with the Nesterov step as PyTorch's SGD computes it.
   * There the workers keep their optimizers' states; here these are averaged.
   */
  static OuterMomentum nesterov(double learningRate, double momentum) {
    return new OuterMomentum(momentum, learningRate, learningRate * momentum);
  }

  /**
   * Slow momentum: v ← β v + Δ, θ ← θ − α v.
   *
   * <p>Source: Wang et al., "SlowMo: Improving Communication-Efficient Distributed SGD with Slow
   * Momentum", arXiv 1910.00643, equations 2 and 3, for a constant learning rate γ of the workers:
   * v is γ times the paper's momentum, so that γ cancels.
   */
  static OuterMomentum slowMo(double learningRate, double momentum) {
    return new OuterMomentum(momentum, 0, learningRate);
  }

  @Override
  public float[] step(float[] start, float[] mean) {
    if (velocity.length == 0) {
      velocity = new float[start.length];
    }
    float[] next = new float[start.length];
    for (int i = 0; i < next.length; i++) {
      float gradient = start[i] - mean[i];
      velocity[i] = momentum * velocity[i] + gradient;
      next[i] = start[i] - (gradientFactor * gradient + velocityFactor * velocity[i]);
    }
    return next;
  }

  @Override
  public float[] state() {
    return velocity.clone();
  }

  @Override
  public void restore(float[] state) {
    velocity = state.clone();
  }
}
