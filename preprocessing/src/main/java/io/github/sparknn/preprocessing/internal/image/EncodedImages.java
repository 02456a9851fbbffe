package io.github.sparknn.preprocessing.internal.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes images by the formats that Java's ImageIO knows, with TwelveMonkeys' plug-ins and those
 * of further ones on the class path. Samples of any depth are brought to 0 to 255.
 */
final class EncodedImages {
  /** Larger ones take a gigabyte as floats. */
  private static final int MAX_PIXELS = 1 << 26;

  private static final float MAX_SAMPLE = 255;
  private static final int BYTE = 0xFF;
  private static final int MAX_BITS = 16;

  static {
    ImageIO.scanForPlugins(); // Spark loads user jars after ImageIO may have looked for them.
  }

  private EncodedImages() {}

  /** The first image in the bytes. */
  static Pixels decode(byte[] bytes) throws InvalidImageException {
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new InvalidImageException(
            "its %d bytes are of no known format (must be PNG, JPEG, BMP or GIF)"
                .formatted(bytes.length));
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        return pixels(read(reader));
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException e) { // Readers throw either at broken files.
      throw new InvalidImageException("its bytes are corrupt: " + e, e);
    }
  }

  private static BufferedImage read(ImageReader reader) throws IOException, InvalidImageException {
    long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
    if (pixels > MAX_PIXELS) {
      throw new InvalidImageException(
          "it has %d x %d pixels (must be at most %d)"
              .formatted(reader.getWidth(0), reader.getHeight(0), MAX_PIXELS));
    }
    List<String> warnings = new ArrayList<>();
    reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
    BufferedImage image = reader.read(0);
    for (String warning : warnings) {
      if (warning.startsWith("Premature end") || warning.startsWith("Corrupt JPEG data")) {
        throw new InvalidImageException("its bytes are corrupt: " + warning);
      }
    }
    return image;
  }

  private static Pixels pixels(BufferedImage image) {
    ColorModel model = image.getColorModel();
    return hasPlainSamples(model) ? samples(image.getRaster(), model) : converted(image);
  }

  /**
   * Whether the samples are the values of grey or sRGB themselves. Java's own conversion would take
   * grey for linear light and brighten it.
   */
  private static boolean hasPlainSamples(ColorModel model) {
    int transfer = model.getTransferType();
    ColorSpace space = model.getColorSpace();
    return !(model instanceof IndexColorModel)
        && !model.isAlphaPremultiplied()
        && (space.getType() == ColorSpace.TYPE_GRAY || space.isCS_sRGB())
        && model.getComponentSize(0) <= MAX_BITS
        && (transfer == DataBuffer.TYPE_BYTE
            || transfer == DataBuffer.TYPE_USHORT
            || transfer == DataBuffer.TYPE_INT);
  }

  private static Pixels samples(Raster raster, ColorModel model) {
    Pixels result = Pixels.empty(model.getNumComponents(), raster.getHeight(), raster.getWidth());
    float[] plane = null;
    for (int band = 0; band < result.channels(); band++) {
      plane =
          raster.getSamples(
              raster.getMinX(), raster.getMinY(), result.width(), result.height(), band, plane);
      float scale = MAX_SAMPLE / ((1 << model.getComponentSize(band)) - 1);
      for (int i = 0; i < plane.length; i++) {
        result.planes()[band * plane.length + i] = plane[i] * scale;
      }
    }
    return result;
  }

  private static Pixels converted(BufferedImage image) {
    int[] argb = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    int channels = image.getColorModel().hasAlpha() ? 4 : 3;
    Pixels result = Pixels.empty(channels, image.getHeight(), image.getWidth());
    for (int channel = 0; channel < channels; channel++) {
      int shift = channel == 3 ? 24 : 16 - 8 * channel;
      for (int i = 0; i < argb.length; i++) {
        result.planes()[channel * argb.length + i] = argb[i] >>> shift & BYTE;
      }
    }
    return result;
  }
}
