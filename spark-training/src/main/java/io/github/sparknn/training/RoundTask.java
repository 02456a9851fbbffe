package io.github.sparknn.training;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.github.sparknn.datasets.MiniBatch;
import io.github.sparknn.datasets.Shard;
import io.github.sparknn.datasets.TensorSpec;
import io.github.sparknn.training.engine.Engines;
import io.github.sparknn.training.engine.Replica;
import io.github.sparknn.training.network.ModelState;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.apache.spark.api.java.function.FlatMapFunction2;
import org.apache.spark.broadcast.Broadcast;

/**
 * A worker's part of an averaging round: some mini-batches of its shard from the round's
 * parameters. What it gives depends on nothing but its fields and the shard.
 */
final class RoundTask
    implements FlatMapFunction2<Iterator<Shard>, Iterator<ReplicaPool>, RoundResult> {
  private static final long serialVersionUID = 1L;

  /**
   * What stays the same in all rounds of a training.
   *
   * @param batchCapacity examples of a mini-batch at most
   * @param poolsRddId of the RDD that holds the workers' pools
   */
  @DefaultSerializer(JavaSerializer.class)
  record Setup(
      TrainingPlan plan,
      String engine,
      TensorSpec features,
      int labelSize,
      int batchCapacity,
      int poolsRddId)
      implements Serializable {

    /** A replica of the network for the calling task. */
    ReplicaPool.Worker newWorker() {
      Replica replica =
          Engines.select(engine, plan.network())
              .newReplica(plan.network(), TaskContext.get().cpus());
      int[] exampleShape = plan.network().exampleShape(features.shape());
      return new ReplicaPool.Worker(
          replica, MiniBatch.allocate(batchCapacity, exampleShape, labelSize));
    }
  }

  private final Broadcast<Setup> setup;
  private final Broadcast<ModelState> start;
  private final int epoch;
  private final int firstStep;
  private final int steps;

  /**
   * @param epoch from 0
   * @param firstStep mini-batch of the epoch where the round begins
   * @param steps mini-batches at most
   */
  RoundTask(
      Broadcast<Setup> setup, Broadcast<ModelState> start, int epoch, int firstStep, int steps) {
    this.setup = setup;
    this.start = start;
    this.epoch = epoch;
    this.firstStep = firstStep;
    this.steps = steps;
  }

  @Override
  public Iterator<RoundResult> call(Iterator<Shard> shards, Iterator<ReplicaPool> pools)
      throws Exception {
    // The iterators must not be exhausted: that would release Spark's hold on the cached values.
    Shard shard = shards.next();
    ReplicaPool pool = pools.next();
    pool.closeWithTaskUnlessCached(TaskContext.get(), setup.value().poolsRddId());
    long begin = (long) firstStep * setup.value().plan().batchSize();
    if (begin >= shard.rows()) {
      return List.of(RoundResult.IDLE).iterator();
    }
    RoundResult result =
        pool.use(setup.value()::newWorker, worker -> run(worker, shard, (int) begin));
    return List.of(result).iterator();
  }

  private RoundResult run(ReplicaPool.Worker worker, Shard shard, int begin) {
    long clock = System.nanoTime();
    TrainingPlan plan = setup.value().plan();
    MiniBatch batch = worker.batch();
    Replica replica = worker.replica();
    replica.load(start.value(), roundSeed(plan.seed(), shard.index()));
    int[] order = shard.order(plan.seed(), epoch);
    long examples = 0;
    double lossSum = 0;
    int from = begin;
    for (int step = 0; step < steps && from < order.length; step++) {
      if (TaskContext.get().isInterrupted()) {
        throw new TaskKilledException("training round interrupted");
      }
      shard.fill(batch, order, from);
      lossSum += replica.step(batch) * batch.rows();
      examples += batch.rows();
      from += batch.rows();
    }
    ModelState state = replica.state();
    return new RoundResult(state, examples, lossSum, (System.nanoTime() - clock) / 1e9);
  }

  /** Another stream of random numbers for every worker and round. */
  private long roundSeed(long seed, int worker) {
    long hash = seed;
    for (long part : new long[] {worker, epoch, firstStep}) {
      hash = (hash ^ part) * 0x9E3779B97F4A7C15L;
      hash ^= hash >>> 32;
    }
    return hash;
  }
}
