package io.github.sparknn.training.engine.blas;

/** Height and width of the images between two layers; vectors are images of one position. */
record ImageSize(int height, int width) {
  static final ImageSize POINT = new ImageSize(1, 1);

  int positions() {
    return Math.multiplyExact(height, width);
  }

  @Override
  public String toString() {
    return height + "x" + width;
  }
}
