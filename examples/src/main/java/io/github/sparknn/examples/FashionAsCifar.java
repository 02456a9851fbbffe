package io.github.sparknn.examples;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes pictures of Fashion-MNIST as files of CIFAR-10's binary format, which no package registry
 * has: 28x28 grey pixels in the middle of 32x32 black ones, the same in red, green and blue. First:
 * {@code bin/fetch-data fashion}.
 */
public final class FashionAsCifar {
  private static final int FILES = 2;
  private static final int PICTURES_A_FILE = 10_000;
  private static final int TEST_PICTURES = 2_000;

  private static final int IMAGES_HEADER = 16;
  private static final int LABELS_HEADER = 8;
  private static final int SIDE = 28;
  private static final int CIFAR_SIDE = 32;
  private static final int COLOURS = 3;

  private FashionAsCifar() {}

  /** Arguments: the folder of the four IDX files, the folder to write to. */
  public static void main(String[] args) throws IOException {
    Path from = Path.of(args.length > 0 ? args[0] : "data/fashion-mnist");
    Path to = Path.of(args.length > 1 ? args[1] : "data/fashion-as-cifar10");
    Files.createDirectories(to);
    try (DataInputStream images = open(from.resolve("train-images-idx3-ubyte"), IMAGES_HEADER);
        DataInputStream labels = open(from.resolve("train-labels-idx1-ubyte"), LABELS_HEADER)) {
      for (int file = 1; file <= FILES; file++) {
        write(to.resolve("data_batch_" + file + ".bin"), images, labels, PICTURES_A_FILE);
      }
    }
    try (DataInputStream images = open(from.resolve("t10k-images-idx3-ubyte"), IMAGES_HEADER);
        DataInputStream labels = open(from.resolve("t10k-labels-idx1-ubyte"), LABELS_HEADER)) {
      write(to.resolve("test_batch.bin"), images, labels, TEST_PICTURES);
    }
    System.out.printf(
        "%s: %,d pictures to train on, %,d to test with%n",
        to, FILES * PICTURES_A_FILE, TEST_PICTURES);
  }

  private static DataInputStream open(Path file, int header) throws IOException {
    DataInputStream in = new DataInputStream(Files.newInputStream(file));
    in.skipNBytes(header);
    return in;
  }

  /** Records of a label, then the red plane row by row, then green and blue. */
  private static void write(Path file, DataInputStream images, DataInputStream labels, int count)
      throws IOException {
    byte[] grey = new byte[SIDE * SIDE];
    byte[] plane = new byte[CIFAR_SIDE * CIFAR_SIDE];
    int border = (CIFAR_SIDE - SIDE) / 2;
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      for (int i = 0; i < count; i++) {
        images.readFully(grey);
        for (int y = 0; y < SIDE; y++) {
          System.arraycopy(grey, y * SIDE, plane, (y + border) * CIFAR_SIDE + border, SIDE);
        }
        out.write(labels.readUnsignedByte());
        for (int colour = 0; colour < COLOURS; colour++) {
          out.write(plane);
        }
      }
    }
  }
}
