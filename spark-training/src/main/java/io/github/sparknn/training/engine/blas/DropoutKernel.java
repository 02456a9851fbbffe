package io.github.sparknn.training.engine.blas;

/**
 * Inverted dropout: in training y = x ∘ m where each m is 1/p with probability p, else 0; in
 * inference y = x. The choices follow from the seed and the passes since alone.
 *
 * <p>Source: Srivastava et al., Dropout, JMLR 15 (2014), with the scaling in training as DL4J does
 * it; random bits by SplitMix64 (Steele, Lea, Flood, OOPSLA 2014).
 */
final class DropoutKernel implements LayerKernel {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
  private static final int BITS = 24;

  private final int channels;
  private final long keepBelow;
  private final float scale;
  private final int index;

  private int width;
  private float[] mask = {};
  private float[] output = {};
  private long random;

  /**
   * @param keep probability p with which a value is kept, in (0, 1]
   * @param index of the layer, so that several layers draw different numbers
   */
  DropoutKernel(int channels, double keep, int index) {
    this.channels = channels;
    this.keepBelow = Math.round(keep * (1L << BITS));
    this.scale = (float) (1 / keep);
    this.index = index;
  }

  @Override
  public ImageSize prepare(ImageSize size) {
    width = Math.multiplyExact(channels, size.positions());
    return size;
  }

  @Override
  public void reseed(long seed) {
    random = mix(seed + index * GOLDEN_GAMMA);
  }

  @Override
  public float[] forward(Workbench bench, float[] x, int rows, Pass pass) {
    if (pass == Pass.INFERENCE) {
      return x;
    }
    int size = Math.multiplyExact(rows, width);
    mask = LayerKernel.atLeast(mask, size);
    output = LayerKernel.atLeast(output, size);
    draw(mask, size);
    for (int i = 0; i < size; i++) {
      output[i] = x[i] * mask[i];
    }
    return output;
  }

  @Override
  public float[] backward(Workbench bench, float[] delta, int rows) {
    int size = rows * width;
    for (int i = 0; i < size; i++) {
      delta[i] *= mask[i];
    }
    return delta;
  }

  private void draw(float[] target, int size) {
    long state = random;
    for (int i = 0; i < size; i++) {
      state += GOLDEN_GAMMA;
      long uniform = mix(state) >>> (Long.SIZE - BITS);
      // The sign bit of the difference, without a branch that cannot be predicted.
      target[i] = scale * ((uniform - keepBelow) >>> (Long.SIZE - 1));
    }
    random = state;
  }

  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
