package io.github.sparknn.training.engine.blas;

/** The end of the network: output = f(z), mean loss over the rows, and ∂L/∂z of that mean. */
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

  /** The mean loss; {@link #delta()} then is its gradient. */
  double evaluate(float[] z, float[] labels, int rows) {
    int size = Math.multiplyExact(rows, width);
    output = LayerKernel.atLeast(output, size);
    delta = LayerKernel.atLeast(delta, size);
    activation.forward(z, output, rows, width);
    double sum = loss.evaluate(output, labels, delta, rows, width);
    if (!loss.includesActivation()) {
      activation.backward(z, output, delta, rows, width);
    }
    float mean = 1f / rows;
    for (int i = 0; i < size; i++) {
      delta[i] *= mean;
    }
    return sum / rows;
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
