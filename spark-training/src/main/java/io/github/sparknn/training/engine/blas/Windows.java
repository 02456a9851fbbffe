package io.github.sparknn.training.engine.blas;

/**
 * The windows that a layer looks at its input through: kernel y of window i covers row {@code
 * vertical.first(i) + y}, columns alike. Rows and columns outside the image are padding.
 */
record Windows(Axis vertical, Axis horizontal) {

  /**
   * The windows along one axis.
   *
   * @param length of the image
   * @param kernel length of a window
   * @param stride from one window to the next
   * @param padding positions before the image
   * @param count windows
   */
  record Axis(int length, int kernel, int stride, int padding, int count) {
    /** One window over the whole axis. */
    static Axis whole(int length) {
      return new Axis(length, length, 1, 0, 1);
    }

    /** The window's first position, negative in the padding. */
    int first(int window) {
      return window * stride - padding;
    }

    /** The first position of the window inside the image. */
    int from(int window) {
      return Math.max(0, first(window));
    }

    /** The position behind the window's last one inside the image. */
    int to(int window) {
      return Math.min(length, first(window) + kernel);
    }
  }

  /** One window over the whole image. */
  static Windows whole(ImageSize image) {
    return new Windows(Axis.whole(image.height()), Axis.whole(image.width()));
  }

  /** The size of the layer's output: one position per window. */
  ImageSize output() {
    return new ImageSize(vertical.count, horizontal.count);
  }

  /** Positions of the input. */
  int inputPositions() {
    return Math.multiplyExact(vertical.length, horizontal.length);
  }

  /** Positions of a window. */
  int kernelPositions() {
    return Math.multiplyExact(vertical.kernel, horizontal.kernel);
  }
}
