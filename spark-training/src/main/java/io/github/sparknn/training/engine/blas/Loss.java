package io.github.sparknn.training.engine.blas;

/** A loss over outputs and labels of {@code float[rows, columns]}, and its derivative. */
interface Loss {
  /**
   * The loss summed over the rows.
   *
   * @param gradient receives ∂L/∂output, or ∂L/∂z when {@link #includesActivation()}
   */
  double evaluate(float[] output, float[] labels, float[] gradient, int rows, int columns);

  /** Whether the gradient already is that of the output layer's pre-activation. */
  default boolean includesActivation() {
    return false;
  }
}
