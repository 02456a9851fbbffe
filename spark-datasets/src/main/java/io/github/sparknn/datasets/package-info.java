/**
 * Columns of a DataFrame as float tensors, the shards of a training set on the executors, and the
 * mini-batches that are gathered from them. Rows live off-heap in Arrow record batches.
 */
package io.github.sparknn.datasets;
