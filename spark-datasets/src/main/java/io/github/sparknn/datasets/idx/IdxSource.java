package io.github.sparknn.datasets.idx;

import io.github.sparknn.datasets.files.TensorRow;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * What the options of a read say: files, factor, partitions.
 *
 * @param labels null without labels
 * @param scale factor on every feature
 * @param partitions ranges of items that are read side by side
 */
record IdxSource(IdxFile features, IdxFile labels, double scale, int partitions)
    implements Serializable {
  static final String LABEL = "label";

  /** A plain file is not split into less than this. */
  private static final long MIN_PARTITION_BYTES = 1 << 20;

  /**
   * Reads the options and the files' headers.
   *
   * @param parallelism of the cluster, for the default number of partitions
   * @throws IllegalArgumentException if an option is invalid, a file is missing, broken or no IDX
   *     file, or labels and features do not belong together
   */
  static IdxSource of(CaseInsensitiveStringMap options, Configuration hadoop, int parallelism) {
    String path = options.get("path");
    if (path == null) {
      throw new IllegalArgumentException(
          "Cannot read IDX file: no path is given, or more than one (must be load(path))");
    }
    try {
      IdxFile features = IdxFile.inspect(path, hadoop);
      String labelPath = options.get("labels");
      IdxFile labels = labelPath == null ? null : IdxFile.inspect(labelPath, hadoop);
      if (labels != null) {
        checkLabels(features, labels);
      }
      return new IdxSource(
          features, labels, scale(options), partitions(options, features, parallelism));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read IDX file '" + path + "'", e);
    }
  }

  private static void checkLabels(IdxFile features, IdxFile labels) {
    IdxHeader header = labels.header();
    if (header.rank() != 1 || !header.type().isWhole()) {
      throw new IllegalArgumentException(
          "Cannot read labels '%s': they are of type %s and rank %d (must be whole numbers of rank"
                  .formatted(labels.path(), header.type(), header.rank())
              + " 1)");
    }
    if (header.items() != features.header().items()) {
      throw new IllegalArgumentException(
          "Cannot read labels '%s': there are %d for the %d items of '%s'"
              .formatted(
                  labels.path(), header.items(), features.header().items(), features.path()));
    }
  }

  private static double scale(CaseInsensitiveStringMap options) {
    String text = options.getOrDefault("scale", "1.0");
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("Invalid scale: " + text + " (must be a number)", e);
    }
  }

  private static int partitions(
      CaseInsensitiveStringMap options, IdxFile features, int parallelism) {
    String text = options.get("partitions");
    if (text != null) {
      if (!text.matches("[1-9][0-9]{0,5}")) {
        throw new IllegalArgumentException(
            "Invalid partitions: " + text + " (must be a number in 1..999999)");
      }
      return Integer.parseInt(text);
    }
    if (features.gzip()) {
      return 1;
    }
    long bytes = features.header().position(features.header().items());
    return (int) Math.max(1, Math.min(parallelism, bytes / MIN_PARTITION_BYTES));
  }

  StructType schema() {
    StructType schema = new StructType().add(TensorRow.features(features.header().itemShape()));
    return labels == null ? schema : schema.add(LABEL, DataTypes.IntegerType, false);
  }
}
