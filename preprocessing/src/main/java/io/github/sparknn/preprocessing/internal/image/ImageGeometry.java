package io.github.sparknn.preprocessing.internal.image;

import java.io.Serializable;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Size, crop and flips of images.
 *
 * @param height of the result
 * @param width of the result
 * @param resizeTo what images are resized to before they are cropped: height and width, or the
 *     shorter side; empty: not at all, unless they are smaller than the result
 * @param crop which part is taken; NONE resizes the whole image to the result
 * @param horizontalFlip whether left becomes right
 * @param verticalFlip whether top becomes bottom
 */
public record ImageGeometry(
    int height,
    int width,
    List<Integer> resizeTo,
    Crop crop,
    Flip horizontalFlip,
    Flip verticalFlip)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Which part of an image is taken. */
  public enum Crop {
    NONE,
    CENTER,
    RANDOM
  }

  /** Whether an image is turned over. */
  public enum Flip {
    NONE,
    ALWAYS,
    RANDOM
  }

  /** An immutable copy. */
  public ImageGeometry {
    resizeTo = List.copyOf(resizeTo);
  }

  /** Whether anything is drawn. */
  public boolean isRandom() {
    return crop == Crop.RANDOM || horizontalFlip == Flip.RANDOM || verticalFlip == Flip.RANDOM;
  }

  /** Draws in the same order whatever is random, so that one choice does not change another. */
  Pixels apply(Pixels image, Resampler resampler, SplittableRandom random) {
    double top = random.nextDouble();
    double left = random.nextDouble();
    boolean mirrored = flips(horizontalFlip, random.nextDouble());
    boolean upended = flips(verticalFlip, random.nextDouble());
    Pixels result = cropped(image, resampler, top, left);
    return mirrored || upended ? flipped(result, mirrored, upended) : result;
  }

  private static boolean flips(Flip flip, double draw) {
    return flip == Flip.ALWAYS || (flip == Flip.RANDOM && draw < 0.5);
  }

  private Pixels cropped(Pixels image, Resampler resampler, double top, double left) {
    if (crop == Crop.NONE) {
      Resampler.Window whole = new Resampler.Window(0, 0, height, width);
      return resampler.resize(image, height, width, whole);
    }
    double scaleY = 1;
    double scaleX = 1;
    if (resizeTo.size() == 1) {
      scaleY = (double) resizeTo.get(0) / Math.min(image.height(), image.width());
      scaleX = scaleY;
    } else if (resizeTo.size() == 2) {
      scaleY = (double) resizeTo.get(0) / image.height();
      scaleX = (double) resizeTo.get(1) / image.width();
    }
    // What is smaller than the crop is enlarged, both sides alike, until it is not.
    double enlarged =
        Math.max(1, Math.max(height / (image.height() * scaleY), width / (image.width() * scaleX)));
    int resizedHeight = Math.max(height, (int) Math.round(image.height() * scaleY * enlarged));
    int resizedWidth = Math.max(width, (int) Math.round(image.width() * scaleX * enlarged));
    Resampler.Window window =
        new Resampler.Window(
            offset(resizedHeight - height, top), offset(resizedWidth - width, left), height, width);
    return resampler.resize(image, resizedHeight, resizedWidth, window);
  }

  private int offset(int room, double draw) {
    return crop == Crop.RANDOM ? (int) (draw * (room + 1)) : room / 2;
  }

  private static Pixels flipped(Pixels image, boolean mirrored, boolean upended) {
    Pixels result = Pixels.empty(image.channels(), image.height(), image.width());
    int next = 0;
    for (int channel = 0; channel < image.channels(); channel++) {
      for (int y = 0; y < image.height(); y++) {
        int row = upended ? image.height() - 1 - y : y;
        int from = channel * image.area() + row * image.width();
        for (int x = 0; x < image.width(); x++) {
          int column = mirrored ? image.width() - 1 - x : x;
          result.planes()[next++] = image.planes()[from + column];
        }
      }
    }
    return result;
  }
}
