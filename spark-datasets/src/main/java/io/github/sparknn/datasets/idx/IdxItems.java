package io.github.sparknn.datasets.idx;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** The items of an IDX file, one after another. */
final class IdxItems implements AutoCloseable {
  private final IdxFile file;
  private final InputStream in;
  private final byte[] bytes;
  private final ByteBuffer item;
  private long position;
  private long skip;

  /**
   * @param position in the uncompressed file where the stream stands
   * @param skip bytes to leave out before the first item
   */
  IdxItems(IdxFile file, InputStream in, long position, long skip) {
    this.file = file;
    this.in = in;
    this.bytes = new byte[file.header().itemBytes()];
    this.item = ByteBuffer.wrap(bytes);
    this.position = position;
    this.skip = skip;
  }

  /**
   * Reads the next item; its numbers are then there for {@link #get}.
   *
   * @throws IllegalArgumentException if the file ends before the item does
   */
  void next() throws IOException {
    try {
      while (skip > 0) {
        long skipped = in.skip(skip);
        if (skipped == 0) {
          skipped = in.read() < 0 ? endOfFile() : 1;
        }
        position += skipped;
        skip -= skipped;
      }
      for (int read = 0; read < bytes.length; ) {
        int n = in.read(bytes, read, bytes.length - read);
        read += n < 0 ? endOfFile() : n;
        position += n;
      }
    } catch (EOFException e) { // A gzip stream that ends before its trailer says so by itself.
      throw truncated(e);
    }
  }

  private int endOfFile() throws EOFException {
    throw new EOFException("unexpected end of file");
  }

  private IllegalArgumentException truncated(EOFException cause) {
    IllegalArgumentException error = file.truncated(position);
    error.initCause(cause);
    return error;
  }

  /** The i-th number of the item. */
  double get(int i) {
    return file.header().type().get(item, i);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
