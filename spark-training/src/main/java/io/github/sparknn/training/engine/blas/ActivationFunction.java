package io.github.sparknn.training.engine.blas;

/** y = f(z) over {@code float[rows, columns]}, and its derivative. Stateless. */
interface ActivationFunction {
  /**
   * Writes f(z) to y.
   *
   * @param y may be z unless {@link #keepsInput()}
   */
  void forward(float[] z, float[] y, int rows, int columns);

  /**
   * Turns ∂L/∂y into ∂L/∂z, in place.
   *
   * @param z the input, or anything where {@link #keepsInput()} is false
   * @param y the output
   */
  void backward(float[] z, float[] y, float[] delta, int rows, int columns);

  /** Whether the derivative needs z; otherwise y is enough and may take z's place. */
  default boolean keepsInput() {
    return false;
  }

  /** Whether f works on each value alone and never decreases. */
  default boolean isIncreasing() {
    return true;
  }

  /** The function for layers below the last, whose values need no relative precision near zero. */
  default ActivationFunction hidden() {
    return this;
  }
}
