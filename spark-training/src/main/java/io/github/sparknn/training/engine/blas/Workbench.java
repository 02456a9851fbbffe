package io.github.sparknn.training.engine.blas;

import dev.ludovic.netlib.blas.BLAS;

/**
 * What the kernels of one replica work on, DL4J's flat vectors in heap arrays, and the BLAS they
 * work with. Matrices are row-major; a native call pins its arrays while it runs.
 */
final class Workbench {
  /** Per dense layer W as {@code float[outputs, inputs]}, then b. */
  final float[] parameters;

  /** Of the mean loss, laid out like the parameters. */
  final float[] gradient;

  /**
   * What the optimizer keeps per parameter: an array for each kind of value, laid out like the
   * parameters. Several arrays, as the compiler does not vectorize loops over parts of one.
   */
  final float[][] moments;

  final BLAS blas;

  Workbench(int parameters, int moments, BLAS blas) {
    this.parameters = new float[parameters];
    this.gradient = new float[parameters];
    this.moments = new float[moments][parameters];
    this.blas = blas;
  }

  /** z += x Wᵀ for x: float[rows, inputs], z: float[rows, outputs]. */
  void addProduct(float[] x, int weights, float[] z, int rows, int inputs, int outputs) {
    blas.sgemm(
        "T",
        "N",
        outputs,
        rows,
        inputs,
        1f,
        parameters,
        weights,
        inputs,
        x,
        0,
        inputs,
        1f,
        z,
        0,
        outputs);
  }

  /** ∂W = ∂zᵀ x, into the gradient. */
  void weightGradient(float[] x, float[] dz, int weights, int rows, int inputs, int outputs) {
    blas.sgemm(
        "N", "T", inputs, outputs, rows, 1f, x, 0, inputs, dz, 0, outputs, 0f, gradient, weights,
        inputs);
  }

  /** ∂b = ∂zᵀ 1, into the gradient. */
  void biasGradient(float[] dz, float[] ones, int bias, int rows, int outputs) {
    blas.sgemv("N", outputs, rows, 1f, dz, 0, outputs, ones, 0, 1, 0f, gradient, bias, 1);
  }

  /** ∂x = ∂z W. */
  void inputGradient(float[] dz, int weights, float[] dx, int rows, int inputs, int outputs) {
    blas.sgemm(
        "N",
        "N",
        inputs,
        rows,
        outputs,
        1f,
        parameters,
        weights,
        inputs,
        dz,
        0,
        outputs,
        0f,
        dx,
        0,
        inputs);
  }
}
