package io.github.sparknn.training;

import io.github.sparknn.datasets.ShardedDataset;
import io.github.sparknn.training.network.ModelState;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs averaging rounds as Spark jobs over a data set's shards. Between rounds it keeps the
 * workers' replicas in their executors; closing it frees them, and never fails: what was trained is
 * not lost because an executor does not answer.
 */
final class RoundRunner implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RoundRunner.class);
  private static final String JOB_DESCRIPTION = "spark.job.description";

  private final ShardedDataset data;
  private final JavaSparkContext spark;
  private final Broadcast<RoundTask.Setup> setup;
  private final JavaRDD<ReplicaPool> pools;
  private final String callersDescription;

  RoundRunner(TrainingPlan plan, String engine, ShardedDataset data) {
    this.data = data;
    spark = JavaSparkContext.fromSparkContext(data.shards().context());
    callersDescription = spark.getLocalProperty(JOB_DESCRIPTION);
    long largestShard = Arrays.stream(data.shardRows()).max().orElseThrow();
    int batchCapacity = (int) Math.min(plan.batchSize(), largestShard);
    pools =
        data.shards()
            .mapPartitions(shards -> List.of(new ReplicaPool()).iterator(), true)
            .persist(StorageLevel.MEMORY_ONLY());
    setup =
        spark.broadcast(
            new RoundTask.Setup(
                plan, engine, data.features(), data.labelSize(), batchCapacity, pools.id()));
  }

  /**
   * What the workers bring home, in worker order.
   *
   * @param epoch from 0
   * @param firstStep mini-batch of the epoch where the round begins
   * @param steps mini-batches of a worker at most
   */
  List<RoundResult> run(ModelState state, int epoch, int firstStep, int steps) {
    spark.setLocalProperty(
        JOB_DESCRIPTION, "averaging round: epoch " + (epoch + 1) + ", mini-batch " + firstStep);
    Broadcast<ModelState> start = spark.broadcast(state);
    try {
      return data.shards()
          .zipPartitions(pools, new RoundTask(setup, start, epoch, firstStep, steps))
          .collect();
    } finally {
      if (!spark.sc().isStopped()) {
        start.destroy();
      }
    }
  }

  /** The network's loss and accuracy on a data set of as many shards. */
  Validation validate(ModelState state, ShardedDataset validationData) {
    spark.setLocalProperty(JOB_DESCRIPTION, "validation after epoch " + state.epoch());
    Broadcast<ModelState> shared = spark.broadcast(state.withoutOptimizerState());
    try {
      return ValidationSums.total(
          validationData
              .shards()
              .zipPartitions(pools, new ValidationTask(setup, shared))
              .collect());
    } finally {
      if (!spark.sc().isStopped()) {
        shared.destroy();
      }
    }
  }

  @Override
  public void close() {
    spark.setLocalProperty(JOB_DESCRIPTION, callersDescription);
    if (!spark.sc().isStopped()) {
      try {
        pools.unpersist(true);
        setup.destroy();
      } catch (Exception e) { // Spark throws checked exceptions undeclared.
        LOG.warn("Replicas stay on the executors until these end", e);
      }
    }
  }
}
