package io.github.sparknn.training.engine.blas;

/** A loss over outputs and labels of {@code float[rows, columns]}, and its derivative. */
interface Loss {
  /**
   * The loss summed over some rows.
   *
   * @param gradient receives these rows' ∂L/∂output, or ∂L/∂z when {@link #includesActivation()}
   * @param from the first row
   * @param to the row after the last
   */
  double evaluate(float[] output, float[] labels, float[] gradient, int from, int to, int columns);

  /** Whether the gradient already is that of the output layer's pre-activation. */
  default boolean includesActivation() {
    return false;
  }
}
