package io.github.sparknn.training.engine.blas;

/** y = f(x), an activation as a layer of its own. */
final class ActivationKernel implements LayerKernel {
  private final int channels;
  private final ActivationFunction activation;

  private int width;
  private float[] input = {};
  private float[] output = {};

  ActivationKernel(int channels, ActivationFunction activation) {
    this.channels = channels;
    this.activation = activation;
  }

  @Override
  public ImageSize prepare(ImageSize size) {
    width = Math.multiplyExact(channels, size.positions());
    return size;
  }

  @Override
  public float[] forward(Workbench bench, float[] x, int rows, Pass pass) {
    input = x;
    output = LayerKernel.atLeast(output, Math.multiplyExact(rows, width));
    activation.forward(x, output, rows, width);
    return output;
  }

  @Override
  public float[] backward(Workbench bench, float[] delta, int rows) {
    activation.backward(input, output, delta, rows, width);
    return delta;
  }

  @Override
  public boolean isIncreasing() {
    return activation.isIncreasing();
  }
}
