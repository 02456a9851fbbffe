package io.github.sparknn.training.engine.blas;

/**
 * One step of the forward and backward pass with the buffers that it needs. Buffers grow to the
 * largest number of rows seen and are reused; nothing else is allocated.
 */
interface LayerKernel {
  /** Whether a pass trains or predicts. */
  enum Pass {
    TRAINING,
    INFERENCE
  }

  /**
   * Fits the kernel to images of that size, before the first pass and whenever the size changes.
   *
   * @return the size of its output
   * @throws UnsupportedNetworkException if it cannot take them
   */
  default ImageSize prepare(ImageSize input) {
    return input;
  }

  /**
   * The layer's output, {@code float[rows, outputs]}, valid until the next forward pass. Images are
   * {@code float[rows, height, width, channels]}, but {@code float[rows, channels, height, width]}
   * before the first layer that looks at them as images.
   *
   * @param input {@code float[rows, inputs]}, not modified; to stay unchanged until the backward
   *     pass
   */
  float[] forward(Workbench bench, float[] input, int rows, Pass pass);

  /**
   * Writes the gradient of the layer's parameters for the last forward pass in training.
   *
   * @param delta ∂L/∂output, overwritten
   * @return ∂L/∂input, or null when no layer below has parameters
   */
  float[] backward(Workbench bench, float[] delta, int rows);

  /** Restarts the random numbers of the training passes. */
  default void reseed(long seed) {}

  /**
   * Whether each value depends on the one in the same place alone, by a function of its channel
   * that never decreases: the largest output is then that of the largest input.
   */
  default boolean isIncreasing() {
    return false;
  }

  /** The buffer itself where it is large enough, else a new one. */
  static float[] atLeast(float[] buffer, int floats) {
    return buffer.length >= floats ? buffer : new float[floats];
  }
}
