package io.github.sparknn.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A folder with MNIST's four IDX files, or with others of those names, such as Fashion-MNIST's;
 * plain or gzip.
 */
record ImageFolder(Path path) {
  static final int CLASSES = 10;

  /** The first rows of the training set: {@code features} of 0 to 1, and {@code label}. */
  Dataset<Row> train(SparkSession spark, int rows) {
    return read(spark, "train").limit(rows);
  }

  /** The test set, in the same form. */
  Dataset<Row> test(SparkSession spark) {
    return read(spark, "t10k");
  }

  /** In one partition, so that the rows keep their order whatever is done with them. */
  private Dataset<Row> read(SparkSession spark, String prefix) {
    return spark
        .read()
        .format("idx")
        .option("labels", file(prefix + "-labels-idx1-ubyte"))
        .option("scale", 1 / 255.0)
        .option("partitions", 1)
        .load(file(prefix + "-images-idx3-ubyte"));
  }

  private String file(String name) {
    for (String candidate : new String[] {name, name + ".gz"}) {
      Path file = path.resolve(candidate);
      if (Files.exists(file)) {
        return file.toUri().toString();
      }
    }
    throw new IllegalArgumentException(
        "Cannot find %s or %s.gz in %s: fetch MNIST with bin/fetch-data mnist, or name its folder with --data"
            .formatted(name, name, path.toAbsolutePath()));
  }
}
