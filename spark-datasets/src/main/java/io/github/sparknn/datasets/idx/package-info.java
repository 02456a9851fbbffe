/**
 * The Spark data source {@code idx}: files in the IDX format of MNIST, plain or gzip, as rows of
 * float tensors and labels.
 */
package io.github.sparknn.datasets.idx;
