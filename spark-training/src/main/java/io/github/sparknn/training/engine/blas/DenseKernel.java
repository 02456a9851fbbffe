package io.github.sparknn.training.engine.blas;

import java.util.Arrays;

/**
 * y = f(x Wᵀ + b), where x may hold ids for the first layer ({@link IdColumns}); backward with ∂z =
 * ∂y ∘ f'(z): ∂W = ∂zᵀ x, ∂b = Σ ∂z over the rows, ∂x = ∂z W.
 */
final class DenseKernel implements LayerKernel {
  private static final int NO_BIAS = -1;

  private final int inputs;
  private final int outputs;
  private final int weights;
  private final int bias;
  private final ActivationFunction activation;
  private final boolean first;

  private IdColumns ids;
  private float[] input = {};
  private float[] z = {};
  private float[] y = {};
  private float[] inputGradient = {};

  /**
   * @param weights where W begins in the flat vector; b follows where there is one
   * @param first no layer below has parameters, so that ∂x is not needed
   */
  DenseKernel(
      int inputs,
      int outputs,
      int weights,
      boolean hasBias,
      ActivationFunction activation,
      boolean first) {
    this.inputs = inputs;
    this.outputs = outputs;
    this.weights = weights;
    this.bias = hasBias ? weights + inputs * outputs : NO_BIAS;
    this.activation = activation;
    this.first = first;
  }

  /**
   * Takes rows that hold ids, or again rows of numbers; for the first layer.
   *
   * @param columns null for numbers only
   */
  void readIds(IdColumns columns) {
    ids = columns;
  }

  @Override
  public float[] forward(Workbench bench, float[] x, int rows, Pass pass) {
    input = x;
    int size = Math.multiplyExact(rows, outputs);
    z = LayerKernel.atLeast(z, size);
    y = activation.keepsInput() ? LayerKernel.atLeast(y, size) : z;
    if (bias == NO_BIAS) {
      Arrays.fill(z, 0, size, 0f);
    } else {
      for (int row = 0; row < rows; row++) {
        System.arraycopy(bench.parameters, bias, z, row * outputs, outputs);
      }
    }
    if (ids == null) {
      bench.addProduct(x, weights, z, rows, inputs, outputs);
    } else {
      ids.addProduct(bench, x, weights, z, rows, outputs);
    }
    activation.forward(z, y, rows, outputs);
    return y;
  }

  @Override
  public float[] backward(Workbench bench, float[] delta, int rows) {
    activation.backward(z, y, delta, rows, outputs);
    if (ids == null) {
      bench.weightGradient(input, delta, weights, rows, inputs, outputs);
    } else {
      ids.weightGradient(bench, delta, weights, rows, outputs);
    }
    if (bias != NO_BIAS) {
      bench.biasGradient(delta, bias, rows, outputs);
    }
    if (first) {
      return null;
    }
    inputGradient = LayerKernel.atLeast(inputGradient, Math.multiplyExact(rows, inputs));
    bench.inputGradient(delta, weights, inputGradient, rows, inputs, outputs);
    return inputGradient;
  }
}
