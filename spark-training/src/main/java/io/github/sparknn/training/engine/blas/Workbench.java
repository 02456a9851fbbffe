package io.github.sparknn.training.engine.blas;

import dev.ludovic.netlib.blas.BLAS;
import java.util.Arrays;

/**
 * What the kernels of one replica work on, DL4J's flat vectors in heap arrays, and the BLAS they
 * work with. Matrices are row-major; a native call pins its arrays while it runs.
 */
final class Workbench {
  /**
   * Per dense layer W as {@code float[outputs, inputs]}, then b; per convolution b, then W as
   * {@code float[outputs, inputs, kernel height, kernel width]}; per batch normalization γ, β, mean
   * and variance.
   */
  final float[] parameters;

  /** Of the mean loss, laid out like the parameters. */
  final float[] gradient;

  /**
   * What the optimizer keeps per parameter: an array for each kind of value, laid out like the
   * parameters. Several arrays, as the compiler does not vectorize loops over parts of one.
   */
  final float[][] moments;

  final BLAS blas;

  private float[] ones = {};

  Workbench(int parameters, int moments, BLAS blas) {
    this.parameters = new float[parameters];
    this.gradient = new float[parameters];
    this.moments = new float[moments][parameters];
    this.blas = blas;
  }

  /**
   * C = op(A) op(B) + βC for row-major matrices, where op is the identity or the transposition.
   *
   * @param m rows of op(A) and C
   * @param n columns of op(B) and C
   * @param k columns of op(A), rows of op(B)
   * @param lda floats from a row of A to the next as it lies in memory
   */
  void multiply(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      float[] a,
      int fromA,
      int lda,
      float[] b,
      int fromB,
      int ldb,
      float beta,
      float[] c,
      int fromC,
      int ldc) {
    String opA = transposeA ? "T" : "N";
    String opB = transposeB ? "T" : "N";
    // A row-major matrix is the transposed column-major one, and Cᵀ = op(B)ᵀ op(A)ᵀ.
    blas.sgemm(opB, opA, n, m, k, 1f, b, fromB, ldb, a, fromA, lda, beta, c, fromC, ldc);
  }

  /** z += x Wᵀ for x: float[rows, inputs], z: float[rows, outputs]. */
  void addProduct(float[] x, int weights, float[] z, int rows, int inputs, int outputs) {
    multiply(
        false,
        true,
        rows,
        outputs,
        inputs,
        x,
        0,
        inputs,
        parameters,
        weights,
        inputs,
        1f,
        z,
        0,
        outputs);
  }

  /** ∂W = ∂zᵀ x, into the gradient. */
  void weightGradient(float[] x, float[] dz, int weights, int rows, int inputs, int outputs) {
    multiply(
        true, false, outputs, inputs, rows, dz, 0, outputs, x, 0, inputs, 0f, gradient, weights,
        inputs);
  }

  /** ∂x = ∂z W. */
  void inputGradient(float[] dz, int weights, float[] dx, int rows, int inputs, int outputs) {
    multiply(
        false,
        false,
        rows,
        inputs,
        outputs,
        dz,
        0,
        outputs,
        parameters,
        weights,
        inputs,
        0f,
        dx,
        0,
        inputs);
  }

  /** ∂b = ∂zᵀ 1, into the gradient. */
  void biasGradient(float[] dz, int bias, int rows, int outputs) {
    if (ones.length < rows) {
      ones = new float[rows];
      Arrays.fill(ones, 1f);
    }
    blas.sgemv("N", outputs, rows, 1f, dz, 0, outputs, ones, 0, 1, 0f, gradient, bias, 1);
  }
}
