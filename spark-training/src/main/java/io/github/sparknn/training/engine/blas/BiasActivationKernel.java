package io.github.sparknn.training.engine.blas;

/** y = f(x + b) with a bias per channel; ∂b = Σ ∂x over rows and positions. */
final class BiasActivationKernel implements LayerKernel {
  private final int channels;
  private final int bias;
  private final ActivationFunction activation;

  private int positions;
  private float[] z = {};
  private float[] y = {};
  private float[] biases = {};

  /**
   * @param bias where b begins in the flat vector
   */
  BiasActivationKernel(int channels, int bias, ActivationFunction activation) {
    this.channels = channels;
    this.bias = bias;
    this.activation = activation;
  }

  @Override
  public ImageSize prepare(ImageSize size) {
    positions = size.positions();
    return size;
  }

  @Override
  public float[] forward(Workbench bench, float[] x, int rows, Pass pass) {
    int pixels = Math.multiplyExact(rows, positions);
    int size = Math.multiplyExact(pixels, channels);
    z = LayerKernel.atLeast(z, size);
    y = activation.keepsInput() ? LayerKernel.atLeast(y, size) : z;
    biases = LayerKernel.atLeast(biases, channels);
    System.arraycopy(bench.parameters, bias, biases, 0, channels);
    for (int start = 0; start < size; start += channels) {
      for (int c = 0; c < channels; c++) {
        z[start + c] = x[start + c] + biases[c];
      }
    }
    activation.forward(z, y, pixels, channels);
    return y;
  }

  @Override
  public float[] backward(Workbench bench, float[] delta, int rows) {
    int pixels = rows * positions;
    activation.backward(z, y, delta, pixels, channels);
    bench.biasGradient(delta, bias, pixels, channels);
    return delta;
  }

  @Override
  public boolean isIncreasing() {
    return activation.isIncreasing();
  }
}
