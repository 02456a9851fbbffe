package io.github.sparknn.datasets;

/**
 * Where the rows of one Arrow record batch lie in memory, features, labels and weights each without
 * gaps. Whoever holds the batch must close it before the memory's owner is closed.
 */
interface RecordBatch extends AutoCloseable {
  long featuresAddress();

  /** 0 when there are no labels. */
  long labelsAddress();

  /** 0 when there are no weights. */
  long weightsAddress();

  @Override
  void close();
}
