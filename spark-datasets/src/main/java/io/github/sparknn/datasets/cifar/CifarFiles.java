package io.github.sparknn.datasets.cifar;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * What the options of a read say.
 *
 * @param files in the order of their names
 * @param scale factor on every feature
 */
record CifarFiles(CifarFormat format, List<Records> files, double scale) implements Serializable {

  /** A file and the number of its records. */
  record Records(String path, long count) implements Serializable {}

  /**
   * Looks for the files.
   *
   * @throws IllegalArgumentException if an option is invalid, there is no file, or one is a
   *     directory or of a length that does not fit
   */
  static CifarFiles of(CifarFormat format, CaseInsensitiveStringMap options, Configuration hadoop) {
    String path = options.get("path");
    if (path == null) {
      throw new IllegalArgumentException(
          "Cannot read %s files: no path is given, or more than one (must be load(path), in which *"
                  .formatted(format)
              + " may stand for several)");
    }
    double scale = scale(options.getOrDefault("scale", "1.0"));
    try {
      Path pattern = new Path(path);
      FileStatus[] found = pattern.getFileSystem(hadoop).globStatus(pattern);
      if (found == null || found.length == 0) {
        throw new IllegalArgumentException(
            "Cannot read '%s': there is no such file".formatted(path));
      }
      List<Records> files =
          Arrays.stream(found).sorted().map(file -> records(format, file)).toList();
      return new CifarFiles(format, files, scale);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read '%s'".formatted(path), e);
    }
  }

  private static double scale(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("Invalid scale: " + text + " (must be a number)", e);
    }
  }

  private static Records records(CifarFormat format, FileStatus file) {
    if (file.isDirectory()) {
      throw new IllegalArgumentException(
          "Cannot read '%s': it is a directory (must be files, such as its data_batch_*.bin)"
              .formatted(file.getPath()));
    }
    int size = format.recordBytes();
    if (file.getLen() % size != 0) {
      throw new IllegalArgumentException(
          "Cannot read '%s': its length is %d (must be a multiple of %d, as %s records are of %d"
                  .formatted(file.getPath(), file.getLen(), size, format, format.labels().size())
              + " label bytes and 3072 pixels, not compressed)");
    }
    return new Records(file.getPath().toString(), file.getLen() / size);
  }

  long records() {
    return files.stream().mapToLong(Records::count).sum();
  }
}
