package io.github.sparknn.datasets;

/**
 * Where the rows of one Arrow record batch lie in memory, features and labels each without gaps.
 * Whoever holds the batch must close it before the memory's owner is closed.
 */
interface RecordBatch extends AutoCloseable {
  long featuresAddress();

  long labelsAddress();

  @Override
  void close();
}
