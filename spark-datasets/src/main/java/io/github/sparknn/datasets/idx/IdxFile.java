package io.github.sparknn.datasets.idx;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.zip.GZIPInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * An IDX file on any Hadoop file system.
 *
 * @param gzip whether it is compressed, which its first two bytes tell
 */
record IdxFile(String path, boolean gzip, IdxHeader header) implements Serializable {
  private static final int GZIP_MAGIC = 0x1F8B;
  private static final int BUFFER_BYTES = 1 << 16;

  /**
   * Reads the header; of a plain file checks the length too.
   *
   * @throws IllegalArgumentException if there is no such file, or it is no IDX file or truncated
   */
  static IdxFile inspect(String path, Configuration hadoop) throws IOException {
    Path location = new Path(path);
    FileSystem files = location.getFileSystem(hadoop);
    long length = length(files, location, path);
    boolean gzip = isGzip(files, location);
    IdxHeader header;
    try (DataInputStream in = new DataInputStream(decompress(files.open(location), gzip))) {
      header = IdxHeader.read(in, path);
    }
    IdxFile file = new IdxFile(path, gzip, header);
    if (!gzip && length < header.position(header.items())) {
      throw file.truncated(length);
    }
    return file;
  }

  private static long length(FileSystem files, Path location, String path) throws IOException {
    try {
      FileStatus status = files.getFileStatus(location);
      if (status.isDirectory()) {
        throw new IllegalArgumentException(
            "Cannot read '%s': it is a directory (must be one IDX file)".formatted(path));
      }
      return status.getLen();
    } catch (FileNotFoundException e) {
      throw new IllegalArgumentException(
          "Cannot read '%s': there is no such file".formatted(path), e);
    }
  }

  private static boolean isGzip(FileSystem files, Path location) throws IOException {
    try (FSDataInputStream in = files.open(location)) {
      return (in.read() << 8 | in.read()) == GZIP_MAGIC;
    }
  }

  private static InputStream decompress(InputStream in, boolean gzip) throws IOException {
    return gzip
        ? new BufferedInputStream(new GZIPInputStream(in, BUFFER_BYTES), BUFFER_BYTES)
        : new BufferedInputStream(in, BUFFER_BYTES);
  }

  /** The file's items from the given one on. */
  IdxItems open(Configuration hadoop, int firstItem) throws IOException {
    Path location = new Path(path);
    FSDataInputStream in = location.getFileSystem(hadoop).open(location);
    try {
      long start = header.position(firstItem);
      if (!gzip) {
        in.seek(start);
        return new IdxItems(this, decompress(in, false), start, 0);
      }
      return new IdxItems(this, decompress(in, true), 0, start);
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  IllegalArgumentException truncated(long actualBytes) {
    return new IllegalArgumentException(
        "Cannot read '%s': it is truncated (must be %d bytes, is %d)"
            .formatted(path, header.position(header.items()), actualBytes));
  }
}
