package io.github.sparknn.preprocessing.internal.image;

import java.util.Arrays;

/**
 * An image as floats, usually 0 to 255: planes of grey; grey and alpha; red, green and blue; or
 * these and alpha.
 *
 * @param planes row by row, one after another; not copied
 */
record Pixels(int channels, int height, int width, float[] planes) {
  private static final float OPAQUE = 255;

  /** Weights of red, green and blue in luma. Source: ITU-R BT.601. */
  private static final float[] LUMA = {0.299f, 0.587f, 0.114f};

  private static final int GREY = 1;
  private static final int GREY_ALPHA = 2;
  private static final int COLOUR = 3;
  private static final int COLOUR_ALPHA = 4;

  static Pixels empty(int channels, int height, int width) {
    return new Pixels(
        channels, height, width, new float[Math.multiplyExact(channels, height * width)]);
  }

  int area() {
    return height * width;
  }

  private boolean hasAlpha() {
    return channels == GREY_ALPHA || channels == COLOUR_ALPHA;
  }

  private int colours() {
    return channels < COLOUR ? 1 : COLOUR;
  }

  /**
   * With 1 (grey), 3 or 4 planes. Without a plane of alpha, transparent pixels are blended with a
   * grey background; where there was none, pixels are opaque.
   */
  Pixels withChannels(int wanted, float background) {
    if (wanted == channels) {
      return this;
    }
    Pixels opaque = hasAlpha() && wanted != COLOUR_ALPHA ? blended(background) : this;
    Pixels result = empty(wanted, height, width);
    if (wanted == GREY) {
      opaque.luma(result.planes);
      return result;
    }
    for (int colour = 0; colour < COLOUR; colour++) {
      int from = opaque.colours() == 1 ? 0 : colour * area();
      System.arraycopy(opaque.planes, from, result.planes, colour * area(), area());
    }
    if (wanted == COLOUR_ALPHA) {
      if (hasAlpha()) {
        System.arraycopy(planes, colours() * area(), result.planes, COLOUR * area(), area());
      } else {
        Arrays.fill(result.planes, COLOUR * area(), result.planes.length, OPAQUE);
      }
    }
    return result;
  }

  private Pixels blended(float background) {
    Pixels result = empty(colours(), height, width);
    int alphas = colours() * area();
    for (int i = 0; i < alphas; i++) {
      float alpha = planes[alphas + i % area()] / OPAQUE;
      result.planes[i] = background + (planes[i] - background) * alpha;
    }
    return result;
  }

  private void luma(float[] grey) {
    if (colours() == 1) {
      System.arraycopy(planes, 0, grey, 0, area());
      return;
    }
    for (int i = 0; i < grey.length; i++) {
      grey[i] =
          LUMA[0] * planes[i] + LUMA[1] * planes[area() + i] + LUMA[2] * planes[2 * area() + i];
    }
  }
}
