package io.github.sparknn.training.engine.blas;

import java.util.Arrays;

/**
 * What one example must look like: a vector, or an image of any size.
 *
 * @param channels of the images, or values of the vectors
 */
record NetworkInput(int channels, Kind kind) {
  /** Vector or image. */
  enum Kind {
    VECTORS,
    IMAGES
  }

  private static final int IMAGE_RANK = 4;

  /**
   * The size of the images of a mini-batch.
   *
   * @param features shape of the mini-batch's features
   * @throws IllegalArgumentException if they are not such examples
   */
  ImageSize sizeOf(long[] features) {
    if (kind == Kind.VECTORS) {
      long values = values(features);
      if (values != channels) {
        throw new IllegalArgumentException(
            "Cannot read mini-batch: its features have "
                + values
                + " values per example, the network has "
                + channels);
      }
      return ImageSize.POINT;
    }
    if (features.length != IMAGE_RANK || features[1] != channels) {
      throw new IllegalArgumentException(
          "Cannot read mini-batch: its features have shape "
              + Arrays.toString(features)
              + ", the network takes images of "
              + channels
              + " channels, [rows, channels, height, width]");
    }
    return new ImageSize(Math.toIntExact(features[2]), Math.toIntExact(features[3]));
  }

  /** Values of one example. */
  static int values(long[] features) {
    long values = 1;
    for (int i = 1; i < features.length; i++) {
      values *= features[i];
    }
    return Math.toIntExact(values);
  }
}
