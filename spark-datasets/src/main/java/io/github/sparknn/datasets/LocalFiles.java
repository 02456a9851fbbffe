package io.github.sparknn.datasets;

import java.io.File;
import java.io.IOException;
import org.apache.spark.SparkEnv;

/** Files in the local directories of this executor, which Spark deletes with the executor. */
final class LocalFiles {
  private LocalFiles() {}

  /** A new place for a spill file; in a JVM without Spark, in the directory for temporary files. */
  static File newSpillFile() throws IOException {
    SparkEnv spark = SparkEnv.get();
    if (spark == null) {
      return File.createTempFile("shard-", ".arrow");
    }
    return spark.blockManager().diskBlockManager().createTempLocalBlock()._2();
  }
}
