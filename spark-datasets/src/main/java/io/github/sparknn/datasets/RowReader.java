package io.github.sparknn.datasets;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.Platform;

/** Reads rows into the layout of a shard, features then labels. */
final class RowReader {
  private final TensorReader features;
  private final TensorReader labels;
  private final ClassIndexReader classIndex;
  private final InvalidRows policy;
  private final long featureBytes;

  /**
   * @param labels null when there are none or a class index
   * @param classIndex null when there is none
   */
  RowReader(
      TensorReader features,
      TensorReader labels,
      ClassIndexReader classIndex,
      InvalidRows policy,
      long featureBytes) {
    this.features = features;
    this.labels = labels;
    this.classIndex = classIndex;
    this.policy = policy;
    this.featureBytes = featureBytes;
  }

  /**
   * Reads a row into the bytes from {@code position} on.
   *
   * @return false when the row is to be skipped
   * @throws IllegalArgumentException if it does not fit, or holds null or NaN and must not
   */
  boolean read(InternalRow row, byte[] target, int position) {
    long offset = Platform.BYTE_ARRAY_OFFSET + (long) position;
    if (features.read(row, target, offset) && readLabels(row, target, offset + featureBytes)) {
      return true;
    }
    if (policy == InvalidRows.SKIP) {
      return false;
    }
    throw new IllegalArgumentException(
        "Cannot read row: %s (handleInvalid = \"skip\" drops such rows)"
            .formatted(describeInvalid(row)));
  }

  private boolean readLabels(InternalRow row, byte[] target, long offset) {
    if (classIndex != null) {
      return classIndex.read(row, target, offset);
    }
    return labels == null || labels.read(row, target, offset);
  }

  private String describeInvalid(InternalRow row) {
    return features
        .findInvalid(row)
        .or(() -> labels == null ? classIndex.findInvalid(row) : labels.findInvalid(row))
        .orElseThrow();
  }
}
