package io.github.sparknn.datasets;

import java.io.Serializable;

/**
 * The floats of a shard's row: features, then labels as stored, then the weight.
 *
 * @param features floats of the features, of sequences with their length
 * @param storedLabels floats of the labels as stored: one for a class index
 * @param classes number of classes when the label is a class index, else 0
 * @param weights floats of the weight: one, or zero when rows are not weighed
 */
record ShardLayout(int features, int storedLabels, int classes, int weights)
    implements Serializable {

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

  long weightBytes() {
    return (long) weights * Float.BYTES;
  }

  /** Place of the labels among an Arrow batch's columns. */
  int labelColumn() {
    return 1;
  }

  /** Place of the weight among an Arrow batch's columns. */
  int weightColumn() {
    return storedLabels > 0 ? 2 : 1;
  }

  /**
   * Bytes of a row.
   *
   * @throws ArithmeticException from 2 GiB on
   */
  int rowBytes() {
    return Math.toIntExact(featureBytes() + labelBytes() + weightBytes());
  }
}
