package io.github.sparknn.datasets;

import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.Platform;

/** Reads rows into the layout of a shard: features, labels, weight. */
final class RowReader {
  private final TensorReader features;
  private final TensorReader labels;
  private final ClassIndexReader classIndex;
  private final WeightReader weights;
  private final InvalidRows policy;
  private final long labelOffset;
  private final long weightOffset;

  /**
   * @param labels null when there are none or a class index
   * @param classIndex null when there is none
   * @param weights null when rows are not weighed
   */
  RowReader(
      TensorReader features,
      TensorReader labels,
      ClassIndexReader classIndex,
      WeightReader weights,
      InvalidRows policy,
      ShardLayout layout) {
    this.features = features;
    this.labels = labels;
    this.classIndex = classIndex;
    this.weights = weights;
    this.policy = policy;
    this.labelOffset = layout.featureBytes();
    this.weightOffset = layout.featureBytes() + layout.labelBytes();
  }

  /**
   * Reads a row into the bytes from {@code position} on.
   *
   * @return false when the row is to be skipped
   * @throws IllegalArgumentException if it does not fit, or holds null or NaN and must not
   */
  boolean read(InternalRow row, byte[] target, int position) {
    long offset = Platform.BYTE_ARRAY_OFFSET + (long) position;
    if (features.read(row, target, offset)
        && readLabels(row, target, offset + labelOffset)
        && readWeight(row, target, offset)) {
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

  private boolean readWeight(InternalRow row, byte[] target, long offset) {
    if (weights == null) {
      return true;
    }
    if (!weights.isPresent(row)) {
      return false;
    }
    Platform.putFloat(target, offset + weightOffset, weights.weight(row, groupAt(target, offset)));
    return true;
  }

  /** The group, for weighing, of the row that was read into those bytes. */
  int group(byte[] target, int position) {
    return groupAt(target, Platform.BYTE_ARRAY_OFFSET + (long) position);
  }

  private int groupAt(byte[] target, long offset) {
    return weights.isGrouped() ? (int) Platform.getFloat(target, offset + labelOffset) : 0;
  }

  /** What a valid row weighs by its column alone. */
  double weightValue(InternalRow row) {
    return weights.value(row);
  }

  private String describeInvalid(InternalRow row) {
    return features
        .findInvalid(row)
        .or(() -> labels == null ? Optional.empty() : labels.findInvalid(row))
        .or(() -> classIndex == null ? Optional.empty() : classIndex.findInvalid(row))
        .or(() -> weights.findInvalid(row))
        .orElseThrow();
  }
}
