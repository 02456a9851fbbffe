package io.github.sparknn.training.faults;

import io.github.sparknn.datasets.ShardedDataset;
import io.github.sparknn.training.CheckpointPlan;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.DistributedFileSystem;
import org.apache.hadoop.util.Progressable;
import org.apache.spark.sql.SparkSession;

/**
 * Trains with checkpoints in an HDFS folder, its argument, and dies when half of the fifth's header
 * is written.
 */
final class DeathWhileSaving {
  /** The file that is not finished. */
  static final String VICTIM = ".checkpoint-000000005.bin.tmp";

  private DeathWhileSaving() {}

  /** Runs the program. */
  public static void main(String[] args) {
    SparkSession spark = Clusters.session("local[2]", Path.of("").toAbsolutePath());
    spark.sparkContext().hadoopConfiguration().set("fs.hdfs.impl", DyingFileSystem.class.getName());
    try (ShardedDataset data = Trainings.shards(spark)) {
      Trainings.train(Trainings.plan(args[0], CheckpointPlan.Mode.START), data);
    }
  }

  /** HDFS whose client dies. */
  static final class DyingFileSystem extends DistributedFileSystem {
    @Override
    public FSDataOutputStream create(
        org.apache.hadoop.fs.Path path,
        FsPermission permission,
        boolean overwrite,
        int bufferSize,
        short replication,
        long blockSize,
        Progressable progress)
        throws IOException {
      FSDataOutputStream out =
          super.create(path, permission, overwrite, bufferSize, replication, blockSize, progress);
      return path.getName().equals(VICTIM) ? new DyingStream(out) : out;
    }
  }

  private static final class DyingStream extends FSDataOutputStream {
    DyingStream(FSDataOutputStream out) {
      super(out, null);
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int length) throws IOException {
      if (length < 1000) { // What stands before the header.
        super.write(bytes, from, length);
        return;
      }
      super.write(bytes, from, length / 2);
      hsync();
      Runtime.getRuntime().halt(137);
    }
  }
}
