package io.github.sparknn.preprocessing;

import static io.github.sparknn.preprocessing.Tables.row;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.function.IntBinaryOperator;
import javax.imageio.ImageIO;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Small images of every mode as file bytes, written by ImageIO, and tables of them. */
final class Images {
  /** Red, green over blue, white. */
  static final Color[] FOUR = {Color.RED, Color.GREEN, Color.BLUE, Color.WHITE};

  static final float[] FOUR_PLANES = {1, 0, 0, 1, 0, 1, 0, 1, 0, 0, 1, 1};

  private static final int LEVELS_16 = 257;

  private Images() {}

  static byte[] encode(BufferedImage image, String format) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, format, out)) {
        throw new IllegalStateException("no writer of " + format + " for " + image);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** An image of 8 bits whose pixels are {@code argb} of column and row. */
  static BufferedImage colours(int width, int height, int type, IntBinaryOperator argb) {
    BufferedImage image = new BufferedImage(width, height, type);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, argb.applyAsInt(x, y));
      }
    }
    return image;
  }

  /** An image of one sample a pixel, written as it is. */
  static BufferedImage samples(int width, int height, int type, IntBinaryOperator sample) {
    BufferedImage image = new BufferedImage(width, height, type);
    WritableRaster raster = image.getRaster();
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        raster.setSample(x, y, 0, sample.applyAsInt(x, y));
      }
    }
    return image;
  }

  /** An image with a palette of the colours. */
  static BufferedImage palette(int width, int height, Color[] palette, IntBinaryOperator index) {
    int[] argb = new int[palette.length];
    for (int i = 0; i < argb.length; i++) {
      argb[i] = palette[i].getRGB();
    }
    IndexColorModel model =
        new IndexColorModel(8, argb.length, argb, 0, true, -1, DataBuffer.TYPE_BYTE);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, model);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.getRaster().setSample(x, y, 0, index.applyAsInt(x, y));
      }
    }
    return image;
  }

  /** A grey of 8 bits in 16. */
  static int in16Bits(int grey) {
    return grey * LEVELS_16;
  }

  static byte[] four(int type, String format) {
    return encode(colours(2, 2, type, (x, y) -> FOUR[2 * y + x].getRGB()), format);
  }

  static ImagePreprocessor stage(int height, int width) {
    return new ImagePreprocessor().setInputCol("content").setHeight(height).setWidth(width);
  }

  static Dataset<Row> files(byte[]... contents) {
    Row[] rows = new Row[contents.length];
    Arrays.setAll(rows, i -> row(i, "file:/images/" + i, contents[i]));
    return Tables.of("id INT, path STRING, content BINARY", rows);
  }

  static float[] tensor(ImagePreprocessor stage, Dataset<Row> data) {
    return Tables.floats(stage.transform(data), "features").get(0);
  }
}
