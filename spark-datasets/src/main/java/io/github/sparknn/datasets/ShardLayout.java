package io.github.sparknn.datasets;

import java.io.Serializable;

/**
 * The floats of a shard's row: features, then labels as stored.
 *
 * @param features floats of the features
 * @param storedLabels floats of the labels as stored: one for a class index
 * @param classes number of classes when the label is a class index, else 0
 */
record ShardLayout(int features, int storedLabels, int classes) implements Serializable {

  /** Floats of the labels in a mini-batch. */
  int labels() {
    return classes > 0 ? classes : storedLabels;
  }

  long featureBytes() {
    return (long) features * Float.BYTES;
  }

  long labelBytes() {
    return (long) storedLabels * Float.BYTES;
  }

  /**
   * Bytes of a row.
   *
   * @throws ArithmeticException from 2 GiB on
   */
  int rowBytes() {
    return Math.toIntExact(featureBytes() + labelBytes());
  }
}
