/**
 * Parameter-averaged training of DL4J networks over a {@link
 * io.github.sparknn.datasets.ShardedDataset}. Knows no Spark ML type: it takes a dataset and an
 * immutable plan and returns parameters with a report.
 */
package io.github.sparknn.training;
