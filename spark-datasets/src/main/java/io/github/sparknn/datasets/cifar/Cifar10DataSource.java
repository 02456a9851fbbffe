package io.github.sparknn.datasets.cifar;

/** The data source {@code cifar10}: images of 10 classes, see {@link CifarDataSource}. */
public final class Cifar10DataSource extends CifarDataSource {
  /** For Spark, which makes one for each read. */
  public Cifar10DataSource() {
    super(CifarFormat.CIFAR10);
  }
}
