package io.github.sparknn.estimators.display;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/** An image of numbers, of one channel or of red, green and blue. */
final class PixelImage {
  /** From dark to bright. */
  private static final String SHADES = " .:-=+*#%@";

  private final int channels;
  private final int height;
  private final int width;
  private final float[] values;

  /**
   * @param values float[channels, height, width]
   */
  PixelImage(int channels, int height, int width, float[] values) {
    this.channels = channels;
    this.height = height;
    this.width = width;
    this.values = values;
  }

  /**
   * Channels, height and width of tensors.
   *
   * @throws IllegalArgumentException if such tensors are no images
   */
  static int[] shape(String column, int[] tensor) {
    int last = tensor.length - 1;
    int side = (int) Math.round(Math.sqrt(tensor[last]));
    if (tensor.length == 1 && side > 1 && side * side == tensor[0]) {
      return new int[] {1, side, side};
    }
    if (tensor.length == 2) {
      return new int[] {1, tensor[0], tensor[1]};
    }
    if (tensor.length == 3 && (tensor[0] == 1 || tensor[0] == 3)) {
      return tensor;
    }
    throw new IllegalArgumentException(
        "Cannot show column '%s' as images: its tensors are of shape %s (must be [height, width], [1 or 3, height, width], or a square number of values)"
            .formatted(column, Arrays.toString(tensor)));
  }

  int height() {
    return height;
  }

  int width() {
    return width;
  }

  float[] values() {
    return values;
  }

  /** As a PNG in a data URI. */
  String toDataUri(float low, float high) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int rgb = 0;
        for (int c = 0; c < 3; c++) {
          double share = share(value(Math.min(c, channels - 1), y, x), low, high);
          rgb = rgb << 8 | (int) Math.round(255 * share);
        }
        image.setRGB(x, y, rgb);
      }
    }
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", png);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(png.toByteArray());
  }

  /** Two rows of pixels to a line, as a sign is twice as high as wide. */
  List<String> toLines(float low, float high) {
    return IntStream.range(0, (height + 1) / 2)
        .mapToObj(
            line ->
                IntStream.range(0, width)
                    .mapToObj(x -> shade(line, x, low, high))
                    .collect(Collectors.joining()))
        .toList();
  }

  private String shade(int line, int x, float low, float high) {
    double brightness =
        IntStream.range(2 * line, Math.min(height, 2 * line + 2))
            .mapToDouble(y -> brightness(y, x))
            .average()
            .orElseThrow();
    int shade = (int) Math.round(share(brightness, low, high) * (SHADES.length() - 1));
    return SHADES.substring(shade, shade + 1);
  }

  private double brightness(int y, int x) {
    return IntStream.range(0, channels).mapToDouble(c -> value(c, y, x)).average().orElseThrow();
  }

  private float value(int channel, int y, int x) {
    return values[(channel * height + y) * width + x];
  }

  private static double share(double value, float low, float high) {
    return high > low ? (value - low) / ((double) high - low) : 0;
  }
}
