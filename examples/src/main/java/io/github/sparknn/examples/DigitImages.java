package io.github.sparknn.examples;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.WritableRaster;
import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import javax.imageio.ImageIO;

/**
 * Writes scikit-learn's handwritten digits as PNG files, a folder for each digit, of sizes and
 * modes as they come in folders of images: grey of 8 and of 16 bits, a palette, colour with alpha;
 * 8, 16 or 24 pixels wide. First: {@code bin/fetch-data digits}.
 */
public final class DigitImages {
  private static final int SIDE = 8;
  private static final int DARKEST = 16;
  private static final int WHITE = 255;
  private static final int LEVELS_16 = 257;

  private DigitImages() {}

  /** Arguments: the table of digits, the folder to write to. */
  public static void main(String[] args) throws IOException {
    String table = args.length > 0 ? args[0] : "data/digits.csv.gz";
    Path folder = Path.of(args.length > 1 ? args[1] : "data/digit-images");
    int number = 0;
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(new FileInputStream(table)), StandardCharsets.US_ASCII))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] values = line.split(",", -1);
        int digit = (int) Double.parseDouble(values[SIDE * SIDE]);
        Path file = folder.resolve(String.valueOf(digit)).resolve(number + ".png");
        Files.createDirectories(file.getParent());
        ImageIO.write(image(values, number), "png", file.toFile());
        number++;
      }
    }
    System.out.printf("%s: %,d images%n", folder, number);
  }

  private static BufferedImage image(String[] values, int number) {
    int times = 1 + number % 3;
    BufferedImage image = blank(SIDE * times, number % 4);
    WritableRaster raster = image.getRaster();
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        double ink = Double.parseDouble(values[y / times * SIDE + x / times]) / DARKEST;
        int grey = (int) Math.round(ink * WHITE);
        switch (image.getType()) {
          case BufferedImage.TYPE_INT_ARGB ->
              image.setRGB(x, y, new Color(WHITE, WHITE, WHITE, grey).getRGB());
          case BufferedImage.TYPE_USHORT_GRAY -> raster.setSample(x, y, 0, grey * LEVELS_16);
          default -> raster.setSample(x, y, 0, grey);
        }
      }
    }
    return image;
  }

  private static BufferedImage blank(int side, int mode) {
    return switch (mode) {
      case 0 -> new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
      case 1 -> new BufferedImage(side, side, BufferedImage.TYPE_USHORT_GRAY);
      case 2 -> new BufferedImage(side, side, BufferedImage.TYPE_INT_ARGB);
      default -> new BufferedImage(side, side, BufferedImage.TYPE_BYTE_INDEXED, greys());
    };
  }

  private static IndexColorModel greys() {
    int[] colours = new int[WHITE + 1];
    for (int i = 0; i < colours.length; i++) {
      colours[i] = new Color(i, i, i).getRGB();
    }
    return new IndexColorModel(8, colours.length, colours, 0, false, -1, DataBuffer.TYPE_BYTE);
  }
}
