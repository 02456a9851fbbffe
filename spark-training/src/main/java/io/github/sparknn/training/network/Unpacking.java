package io.github.sparknn.training.network;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipInputStream;

/**
 * An entry of a zip that is read as long as it does not grow out of proportion: floats are packed
 * to little less than their size, zeros to a thousandth.
 */
final class Unpacking extends FilterInputStream {
  private static final int MOST_TIMES = 200;
  private static final long ALWAYS_ALLOWED = 64L << 20;

  private final Packed packed;
  private final String name;
  private final long begin;
  private long unpacked;

  /** Counts the bytes that are taken out of a zip file. */
  static final class Packed extends FilterInputStream {
    private long bytes;

    Packed(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      bytes += read < 0 ? 0 : 1;
      return read;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = super.read(buffer, offset, length);
      bytes += Math.max(0, read);
      return read;
    }
  }

  /**
   * The current entry.
   *
   * @param packed what the zip reads from
   */
  Unpacking(ZipInputStream zip, Packed packed, String name) {
    super(zip);
    this.packed = packed;
    this.name = name;
    begin = packed.bytes;
  }

  @Override
  public int read() throws IOException {
    int read = super.read();
    count(read < 0 ? 0 : 1);
    return read;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = super.read(buffer, offset, length);
    count(Math.max(0, read));
    return read;
  }

  private void count(int bytes) {
    unpacked += bytes;
    if (unpacked > ALWAYS_ALLOWED && unpacked / MOST_TIMES > packed.bytes - begin) {
      throw new IllegalArgumentException(
          "its entry %s grows to more than %d times its size when unpacked"
              .formatted(name, MOST_TIMES));
    }
  }
}
