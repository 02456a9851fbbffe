package io.github.sparknn.training;

import io.github.sparknn.datasets.MiniBatch;
import io.github.sparknn.datasets.Shard;
import io.github.sparknn.training.engine.Replica;
import io.github.sparknn.training.network.ModelState;
import java.time.Instant;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.apache.spark.broadcast.Broadcast;

/** A worker's part of an averaging round: some mini-batches from the round's parameters. */
final class RoundTask extends WorkerTask<RoundResult> {
  private static final long serialVersionUID = 1L;

  private final StateExchange states;
  private final int epoch;
  private final int firstStep;
  private final int steps;

  /**
   * @param epoch from 0
   * @param firstStep mini-batch of the epoch where the round begins
   * @param steps mini-batches at most
   */
  RoundTask(Broadcast<Setup> setup, StateExchange states, int epoch, int firstStep, int steps) {
    super(setup);
    this.states = states;
    this.epoch = epoch;
    this.firstStep = firstStep;
    this.steps = steps;
  }

  @Override
  boolean hasWork(Shard shard) {
    return begin() < shard.rows();
  }

  @Override
  RoundResult idle() {
    return RoundResult.idle(now());
  }

  private long begin() {
    return (long) firstStep * setup().plan().batchSize();
  }

  @Override
  RoundResult run(TaskContext task, ReplicaPool.Worker worker, Shard shard) {
    double begin = now();
    long clock = System.nanoTime();
    TrainingPlan plan = setup().plan();
    MiniBatch batch = worker.batch();
    Replica replica = worker.replica();
    replica.load(states.start(), roundSeed(plan.seed(), shard.index()));
    int[] order = plan.shuffle() ? shard.order(plan.seed(), epoch) : shard.inOrder();
    long loaded = System.nanoTime();
    long examples = 0;
    double lossSum = 0;
    int from = (int) begin();
    for (int step = 0; step < steps && from < order.length; step++) {
      if (task.isInterrupted()) {
        throw new TaskKilledException("training round interrupted");
      }
      shard.fill(batch, order, from);
      lossSum += replica.step(batch) * batch.rows();
      examples += batch.rows();
      from += batch.rows();
    }
    double computeSeconds = (System.nanoTime() - loaded) / 1e9;
    ModelState end = states.hand(shard.index(), plan.updaterState().share(replica.state()));
    return new RoundResult(
        end,
        examples,
        lossSum,
        worker.device().name(),
        begin,
        (loaded - clock) / 1e9,
        computeSeconds);
  }

  /** Seconds since 1970. */
  static double now() {
    Instant instant = Instant.now();
    return instant.getEpochSecond() + instant.getNano() / 1e9;
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
