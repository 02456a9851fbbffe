package io.github.sparknn.training.engine.blas;

/** Takes vectors for images, or images for vectors; the values stay as they lie. */
final class ReshapeKernel implements LayerKernel {
  private final ImageSize from;
  private final ImageSize to;
  private final String where;

  /**
   * @param where names the layer in messages
   */
  ReshapeKernel(ImageSize from, ImageSize to, String where) {
    this.from = from;
    this.to = to;
    this.where = where;
  }

  @Override
  public ImageSize prepare(ImageSize size) {
    if (!size.equals(from)) {
      throw new UnsupportedNetworkException(
          where + " takes images of " + from + ", the layer before it gives " + size);
    }
    return to;
  }

  @Override
  public float[] forward(Workbench bench, float[] x, int rows, Pass pass) {
    return x;
  }

  @Override
  public float[] backward(Workbench bench, float[] delta, int rows) {
    return delta;
  }
}
