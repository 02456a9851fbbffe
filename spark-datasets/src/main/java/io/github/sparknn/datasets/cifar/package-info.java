/**
 * The Spark data sources {@code cifar10} and {@code cifar100}: the binary versions of these sets of
 * images, and any other files of their format, as rows of float tensors and labels.
 */
package io.github.sparknn.datasets.cifar;
