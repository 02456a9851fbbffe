package io.github.sparknn.preprocessing.internal.image;

/** Cuts a window out of resized images. Keeps the weights of the last size. Not thread-safe. */
final class Resampler {
  private AxisWeights rows = new AxisWeights(1, 1, 0, 1);
  private AxisWeights columns = rows;

  /**
   * A window of the image resized to {@code height} and {@code width}; only what lies in it is
   * computed.
   */
  Pixels resize(Pixels image, int height, int width, Window window) {
    if (!columns.isFor(image.width(), width, window.left(), window.width())) {
      columns = new AxisWeights(image.width(), width, window.left(), window.width());
    }
    if (!rows.isFor(image.height(), height, window.top(), window.height())) {
      rows = new AxisWeights(image.height(), height, window.top(), window.height());
    }
    Pixels narrow = columns.isIdentity() ? image : alongRows(image);
    return rows.isIdentity() ? narrow : alongColumns(narrow);
  }

  /**
   * A part of an image.
   *
   * @param top first row
   * @param left first column
   */
  record Window(int top, int left, int height, int width) {}

  private Pixels alongRows(Pixels image) {
    Pixels result = Pixels.empty(image.channels(), image.height(), columns.count());
    float[] in = image.planes();
    float[] out = result.planes();
    int next = 0;
    for (int row = 0; row < image.channels() * image.height(); row++) {
      int base = row * image.width();
      for (int x = 0; x < columns.count(); x++) {
        float[] weights = columns.weights[x];
        int start = base + columns.starts[x];
        float sum = 0;
        for (int k = 0; k < weights.length; k++) {
          sum += weights[k] * in[start + k];
        }
        out[next++] = sum;
      }
    }
    return result;
  }

  private Pixels alongColumns(Pixels image) {
    int width = image.width();
    Pixels result = Pixels.empty(image.channels(), rows.count(), width);
    float[] in = image.planes();
    float[] out = result.planes();
    for (int channel = 0; channel < image.channels(); channel++) {
      for (int y = 0; y < rows.count(); y++) {
        float[] weights = rows.weights[y];
        int to = channel * result.area() + y * width;
        for (int k = 0; k < weights.length; k++) {
          int from = channel * image.area() + (rows.starts[y] + k) * width;
          float weight = weights[k];
          for (int x = 0; x < width; x++) {
            out[to + x] += weight * in[from + x];
          }
        }
      }
    }
    return result;
  }
}
