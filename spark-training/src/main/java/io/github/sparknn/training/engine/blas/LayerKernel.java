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
   * The layer's output, {@code float[rows, outputs]}, valid until the next forward pass.
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

  /** The buffer itself where it is large enough, else a new one. */
  static float[] atLeast(float[] buffer, int floats) {
    return buffer.length >= floats ? buffer : new float[floats];
  }
}
