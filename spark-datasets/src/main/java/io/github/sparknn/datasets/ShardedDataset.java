package io.github.sparknn.datasets;

import java.util.Arrays;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.storage.StorageLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A training set on the executors, in {@code workers} shards of equal size within one row. A row's
 * shard and place in it depend on the order of the DataFrame's rows, the number of workers and the
 * seed only, however the rows are partitioned. A shard of a lost executor is rebuilt from lineage.
 */
public final class ShardedDataset implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ShardedDataset.class);

  private final TensorSpec features;
  private final ShardLayout layout;
  private final Dealing dealing;
  private final int shuffleId;
  private final JavaRDD<Shard> shards;
  private boolean closed;

  ShardedDataset(RowSource source, Dealing dealing, int shuffleId, ShardRdd shards) {
    this.features = source.features();
    this.layout = source.layout();
    this.dealing = dealing;
    this.shuffleId = shuffleId;
    this.shards = shards.toJavaRDD();
  }

  /** A builder that will read the given data. */
  public static Builder builder(Dataset<?> data) {
    return new Builder(data);
  }

  /** Caches the shards and waits until all are built. */
  void materialize() {
    shards.persist(StorageLevel.MEMORY_ONLY());
    shards.foreachPartition(found -> found.next());
  }

  /** Number of shards. */
  public int workers() {
    return dealing.shards();
  }

  /** Rows of all shards together. */
  public long rows() {
    return dealing.rows();
  }

  /** Rows of each shard; they differ by one at most. */
  public long[] shardRows() {
    long[] rows = new long[workers()];
    Arrays.setAll(rows, dealing::rowsOf);
    return rows;
  }

  /** What the features were read by. */
  public TensorSpec features() {
    return features;
  }

  /** Floats of a row's labels in a mini-batch: the classes for a class index, 0 without labels. */
  public int labelSize() {
    return layout.labels();
  }

  /**
   * The shards: partition k holds shard k and nothing else. A task takes its shard by {@code
   * next()} and must not ask the iterator for more before it is done with the shard: at its end
   * Spark lets go of the cached block, which may then be dropped, and the shard closed, under the
   * task.
   *
   * @throws IllegalStateException if closed
   */
  public synchronized JavaRDD<Shard> shards() {
    if (closed) {
      throw new IllegalStateException("Cannot read the data set: it is closed");
    }
    return shards;
  }

  /**
   * Frees the memory and deletes the files on every executor, shuffle files included. Idempotent;
   * after the SparkContext has stopped, which frees the same, it does nothing. An executor that
   * does not answer is only logged.
   */
  @Override
  public synchronized void close() {
    SparkContext spark = shards.context();
    if (!closed && !spark.isStopped()) {
      try {
        shards.unpersist(true);
      } catch (Exception e) { // Spark throws checked exceptions undeclared.
        LOG.warn("Shards stay on the executors until these end", e);
      }
      if (spark.cleaner().isDefined()) {
        spark.cleaner().get().doCleanupShuffle(shuffleId, true);
      }
    }
    closed = true;
  }

  /** Options of a {@link ShardedDataset}; features are required. */
  public static final class Builder {
    private final ShardingJob job;

    private Builder(Dataset<?> data) {
      this.job = new ShardingJob(data);
    }

    /** What becomes the features. */
    public Builder features(TensorSpec spec) {
      job.features = spec;
      return this;
    }

    /** Labels as they are: floats, for regression or several labels at once. Default: none. */
    public Builder labels(TensorSpec spec) {
      job.labels = spec;
      job.classes = 0;
      return this;
    }

    /**
     * One numeric column that holds a class index, one-hot in mini-batches. An index that is not
     * whole, or not in 0..classes-1, fails {@link #build}.
     *
     * @throws IllegalArgumentException if the column is missing or no number, or classes is not in
     *     1..2^24
     */
    public Builder classLabels(String column, int classes) {
      job.classLabels(column, classes);
      return this;
    }

    /**
     * Number of shards; default: Spark's default parallelism.
     *
     * @throws IllegalArgumentException if less than 1
     */
    public Builder workers(int workers) {
      if (workers < 1) {
        throw new IllegalArgumentException("Invalid workers: " + workers + " (must be at least 1)");
      }
      job.workers = workers;
      return this;
    }

    /** Seed by which rows are dealt out; default 0. */
    public Builder seed(long seed) {
      job.seed = seed;
      return this;
    }

    /** Whether rows are dealt at random (default), else shard k is the k-th run of rows. */
    public Builder shuffle(boolean shuffle) {
      job.shuffle = shuffle;
      return this;
    }

    /** What becomes of rows with null or NaN; default {@link InvalidRows#ERROR}. */
    public Builder invalidRows(InvalidRows policy) {
      job.policy = policy;
      return this;
    }

    /**
     * Off-heap bytes a shard may hold before its further batches go to local disk; default 1 GiB. A
     * shard goes to disk earlier when its JVM's direct memory is three quarters full.
     *
     * @throws IllegalArgumentException if negative
     */
    public Builder shardMemory(long bytes) {
      if (bytes < 0) {
        throw new IllegalArgumentException(
            "Invalid shardMemory: " + bytes + " (must not be negative)");
      }
      job.shardMemory = bytes;
      return this;
    }

    /**
     * Reads the data twice, once to count and once to deal the rows out, and waits until the shards
     * are in place. Fewer rows than workers leave shards empty.
     *
     * @throws IllegalArgumentException if there are no rows, a column is missing or of a wrong
     *     type, or a row does not fit or holds null, NaN or an invalid class index
     * @throws IllegalStateException if the features are not set or a spec is unresolved
     */
    public ShardedDataset build() {
      return job.run();
    }
  }
}
