package io.github.sparknn.training.averaging;

/** Plain averaging: θ ← mean. */
final class Mean implements OuterOptimizer {
  private static final float[] NONE = {};

  @Override
  public float[] step(float[] start, float[] mean) {
    return mean;
  }

  @Override
  public float[] state() {
    return NONE;
  }

  @Override
  public void restore(float[] state) {
    if (state.length > 0) {
      throw new IllegalArgumentException(
          "Cannot go on: the saved state has a momentum, averaging by mean has none");
    }
  }
}
