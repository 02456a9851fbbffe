package io.github.sparknn.datasets.cifar;

/**
 * The data source {@code cifar100}: images of 100 classes in {@code label} and of their 20 groups
 * in {@code coarseLabel}, see {@link CifarDataSource}.
 */
public final class Cifar100DataSource extends CifarDataSource {
  /** For Spark, which makes one for each read. */
  public Cifar100DataSource() {
    super(CifarFormat.CIFAR100);
  }
}
