package io.github.sparknn.training.engine.blas;

/**
 * The end of the network: output = f(z), mean loss over the rows, and ∂L/∂z of that mean. A row's
 * loss counts for the row's weight where there are weights: L = Σ wᵢ lᵢ / rows.
 */
final class LossHead {
  private final int width;
  private final ActivationFunction activation;
  private final Loss loss;

  private float[] output = {};
  private float[] delta = {};

  LossHead(int width, ActivationFunction activation, Loss loss) {
    this.width = width;
    this.activation = activation;
    this.loss = loss;
  }

  /** Outputs and labels per row. */
  int width() {
    return width;
  }

  /**
   * The mean loss; {@link #delta()} then is its gradient.
   *
   * @param weights one for each row; null for none
   */
  double evaluate(float[] z, float[] labels, float[] weights, int rows) {
    int size = Math.multiplyExact(rows, width);
    output = LayerKernel.atLeast(output, size);
    delta = LayerKernel.atLeast(delta, size);
    activation.forward(z, output, rows, width);
    double sum =
        weights == null
            ? loss.evaluate(output, labels, delta, 0, rows, width)
            : weightedSum(labels, weights, rows);
    if (!loss.includesActivation()) {
      activation.backward(z, output, delta, rows, width);
    }
    float mean = 1f / rows;
    if (weights == null) {
      scaleDelta(0, size, mean);
    } else {
      for (int row = 0; row < rows; row++) {
        scaleDelta(row * width, (row + 1) * width, weights[row] * mean);
      }
    }
    return sum / rows;
  }

  private double weightedSum(float[] labels, float[] weights, int rows) {
    double sum = 0;
    for (int row = 0; row < rows; row++) {
      sum += weights[row] * loss.evaluate(output, labels, delta, row, row + 1, width);
    }
    return sum;
  }

  private void scaleDelta(int from, int to, float factor) {
    for (int i = from; i < to; i++) {
      delta[i] *= factor;
    }
  }

  /** ∂L/∂z of the last evaluation; may be overwritten. */
  float[] delta() {
    return delta;
  }

  /** Writes the network's output to the first {@code rows * width()} floats of the target. */
  void output(float[] z, float[] target, int rows) {
    activation.forward(z, target, rows, width);
  }
}
