package io.github.sparknn.datasets;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.sql.Dataset;
import org.apache.spark.storage.StorageLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A training set on the executors, in {@code workers} shards of equal size within one row. A row's
 * shard and place in it depend on the order of the DataFrame's rows, the number of workers and the
 * seed only, however the rows are partitioned.
 *
 * <p>A shard of a lost executor is rebuilt from lineage. Where parts of the query must run again
 * for it and give other rows, or in another order (such as behind a join or an aggregation without
 * a sort), the task fails with an {@link IllegalStateException} that says so: no row is lost or
 * comes twice unnoticed.
 */
public final class ShardedDataset implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ShardedDataset.class);

  private final TensorSpec features;
  private final TensorSpec labels;
  private final ShardLayout layout;
  private final double[] classWeights;
  private final Dealing dealing;
  private final int shuffleId;
  private final JavaRDD<Shard> shards;
  private boolean closed;

  ShardedDataset(
      RowSource source, GroupWeights weights, Dealing dealing, int shuffleId, ShardRdd shards) {
    this.features = source.features();
    this.labels = source.labels();
    this.layout = source.layout();
    this.classWeights = weights.classWeights();
    this.dealing = dealing;
    this.shuffleId = shuffleId;
    this.shards = shards.toJavaRDD();
  }

  /** A builder that will read the given data. */
  public static Builder builder(Dataset<?> data) {
    return new Builder(data);
  }

  /**
   * Caches the shards and waits until all are built.
   *
   * @throws IllegalStateException if not all are built from the same rows in the same order
   */
  void materialize() {
    shards.persist(StorageLevel.MEMORY_ONLY());
    ((ShardRdd) shards.rdd())
        .fix(shards.mapPartitions(found -> List.of(found.next().checksum()).iterator()).collect());
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
    return TensorShapes.product(labelShape());
  }

  /** Shape of a row's labels in a mini-batch: their number, or time and their number. */
  public int[] labelShape() {
    return labels != null && labels.isSequence() ? labels.shape() : new int[] {layout.labels()};
  }

  /**
   * What a mini-batch is to hold of the rows: all of it.
   *
   * @param exampleShape shape in which a network takes one row's features
   */
  public MiniBatchSpec miniBatch(int[] exampleShape) {
    MiniBatchSpec spec = MiniBatchSpec.of(features, exampleShape, labelSize());
    if (labels != null && labels.isSequence()) {
      spec = spec.withLabelSequences(labelShape()[0], labelShape()[1]);
    }
    return hasWeights() ? spec.withWeights() : spec;
  }

  /** Whether labels are classes: one of a row's labels is 1, the others are 0. */
  public boolean hasClassLabels() {
    return layout.classes() > 0;
  }

  /** Whether rows have weights; without, all count alike. */
  public boolean hasWeights() {
    return layout.weights() > 0;
  }

  /** What classes count for, by index: as given, or as balanced; empty when all count alike. */
  public double[] classWeights() {
    return classWeights.clone();
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
     * A numeric column that says what each row counts for in the loss; default: all alike. Weights
     * are divided by their mean over the whole data set, so that only their ratios matter and loss
     * and learning rate keep their scale. A row with weight 0 is in the data set but does not
     * count; null is treated as {@link #invalidRows} says; a negative, NaN or infinite weight fails
     * {@link #build}.
     *
     * @throws IllegalArgumentException if the column is missing or no number
     */
    public Builder weights(String column) {
      job.weights(column);
      return this;
    }

    /**
     * What a row of each class counts for, times the row's own weight where it has one; needs
     * {@link #classLabels}. Default: all alike.
     *
     * @param perClass one weight for each class index, finite and at least 0
     * @throws IllegalArgumentException if one is out of its range
     */
    public Builder classWeights(double... perClass) {
      for (double weight : perClass) {
        if (!(weight >= 0 && weight <= Float.MAX_VALUE)) {
          throw new IllegalArgumentException(
              "Invalid classWeights: " + weight + " (must be finite floats of at least 0)");
        }
      }
      job.classRule = Weighting.Rule.GIVEN;
      job.classWeights = perClass.clone();
      return this;
    }

    /**
     * As {@link #classWeights}, such that all classes count alike in total: class c of K classes
     * weighs n / (K n_c), n_c being the weight of its rows and n that of all.
     */
    public Builder balancedClasses() {
      job.classRule = Weighting.Rule.BALANCED;
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
     * What executors and tasks that hold shards, or compute on them, must have, such as GPUs;
     * default null: what the application's settings say. Spark starts executors for it (dynamic
     * allocation), or finds room for its tasks on those there are.
     *
     * @throws IllegalArgumentException if this master or these settings do not allow it
     */
    public Builder resources(ResourceProfile profile) {
      job.resources(profile);
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
     *     type, a row does not fit or holds null, NaN, an invalid class index or weight, all
     *     weights are 0, or there is not one class weight per class
     * @throws IllegalStateException if the features are not set, a spec is unresolved, or classes
     *     are to be weighed where there are no class labels
     */
    public ShardedDataset build() {
      return job.run();
    }
  }
}
