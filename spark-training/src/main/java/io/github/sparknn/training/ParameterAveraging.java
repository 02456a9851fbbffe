package io.github.sparknn.training;

import io.github.sparknn.datasets.Shard;
import io.github.sparknn.datasets.ShardedDataset;
import io.github.sparknn.training.engine.Engines;
import io.github.sparknn.training.network.ModelState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;

/**
 * Synchronous training by averaging parameters. A round broadcasts the state, lets each worker run
 * some mini-batches of its shard from there, and replaces the state by the mean of the workers'
 * states weighted by the examples they saw; optimizer state and iteration count go the same way.
 * Rounds are ordinary Spark jobs without a barrier. The result depends on the plan, the shards and
 * their number only, not on where or in which order the tasks ran.
 *
 * <p>Source: McDonald, Hall, Mann, "Distributed Training Strategies for the Structured Perceptron",
 * NAACL 2010 (iterative parameter mixing); weights by examples as in McMahan et al.,
 * "Communication- Efficient Learning of Deep Networks from Decentralized Data", AISTATS 2017,
 * algorithm 1.
 */
public final class ParameterAveraging {
  private static final String JOB_DESCRIPTION = "spark.job.description";

  private final TrainingPlan plan;
  private final ShardedDataset data;
  private final TrainingListener listener;
  private final JavaSparkContext spark;

  private ParameterAveraging(TrainingPlan plan, ShardedDataset data, TrainingListener listener) {
    this.plan = plan;
    this.data = data;
    this.listener = listener;
    this.spark = JavaSparkContext.fromSparkContext(data.shards().context());
  }

  /**
   * Trains from the network's own initial parameters.
   *
   * @throws IllegalArgumentException before any job if features or labels do not fit the network,
   *     or the engine does not take it
   * @throws IllegalStateException if the loss becomes NaN or infinite
   */
  public static TrainedNetwork train(
      TrainingPlan plan, ShardedDataset data, TrainingListener listener) {
    return new ParameterAveraging(plan, data, listener).run(null);
  }

  /** As {@link #train(TrainingPlan, ShardedDataset, TrainingListener)}, from the given state. */
  public static TrainedNetwork train(
      TrainingPlan plan, ShardedDataset data, TrainingListener listener, ModelState initial) {
    return new ParameterAveraging(plan, data, listener).run(initial);
  }

  private TrainedNetwork run(ModelState initial) {
    String engine = Engines.select(plan.engine(), plan.network()).name();
    plan.network().exampleShape(data.features().shape());
    checkLabels();
    ModelState state = initial == null ? plan.network().initialState() : initial;
    Rounds rounds = Rounds.of(plan, data.shardRows());
    List<EpochReport> epochs = new ArrayList<>();
    listener.trainingStarted(
        new TrainingProgress(1, plan.epochs(), 0, rounds.total(), Double.NaN, 0, totalExamples()));

    String callersDescription = spark.getLocalProperty(JOB_DESCRIPTION);
    Broadcast<RoundTask.Setup> sharedSetup =
        spark.broadcast(new RoundTask.Setup(plan, engine, data.features(), data.labelSize()));
    JavaRDD<ReplicaPool> pools =
        data.shards()
            .mapPartitions(shards -> List.of(new ReplicaPool()).iterator(), true)
            .persist(StorageLevel.MEMORY_ONLY());
    try {
      for (int epoch = 0; epoch < plan.epochs(); epoch++) {
        state = runEpoch(state, epoch, rounds, sharedSetup, pools, epochs);
      }
    } finally {
      spark.setLocalProperty(JOB_DESCRIPTION, callersDescription);
      if (!spark.sc().isStopped()) {
        pools.unpersist(true);
        sharedSetup.destroy();
      }
    }
    TrainingReport report =
        new TrainingReport(
            engine, data.workers(), rounds.stepsPerRound(), state.parameters().length, epochs);
    listener.trainingFinished(report);
    return new TrainedNetwork(plan.network(), state, report);
  }

  private ModelState runEpoch(
      ModelState start,
      int epoch,
      Rounds rounds,
      Broadcast<RoundTask.Setup> setup,
      JavaRDD<ReplicaPool> pools,
      List<EpochReport> epochs) {
    long clock = System.nanoTime();
    ModelState state = start;
    long examples = 0;
    double lossSum = 0;
    double computeSeconds = 0;
    for (int round = 0; round < rounds.perEpoch(); round++) {
      spark.setLocalProperty(
          JOB_DESCRIPTION,
          "epoch " + (epoch + 1) + ", averaging round " + (round + 1) + "/" + rounds.perEpoch());
      List<RoundResult> results =
          runRound(state, epoch, round * rounds.stepsPerRound(), rounds, setup, pools);
      long roundExamples = results.stream().mapToLong(RoundResult::examples).sum();
      double roundLoss = results.stream().mapToDouble(RoundResult::lossSum).sum();
      if (!Double.isFinite(roundLoss)) {
        throw new IllegalStateException(
            "Cannot continue training: the loss is not finite in epoch "
                + (epoch + 1)
                + ", round "
                + (round + 1)
                + " (lower the learning rate, or check the features for huge values)");
      }
      state = WeightedMean.of(results);
      examples += roundExamples;
      lossSum += roundLoss;
      computeSeconds +=
          results.stream().mapToDouble(RoundResult::computeSeconds).max().orElseThrow();
      listener.roundFinished(
          new TrainingProgress(
              epoch + 1,
              plan.epochs(),
              epoch * rounds.perEpoch() + round + 1,
              rounds.total(),
              roundLoss / roundExamples,
              epoch * data.rows() + examples,
              totalExamples()));
    }
    EpochReport report =
        new EpochReport(
            epoch + 1,
            lossSum / examples,
            examples,
            rounds.perEpoch(),
            (System.nanoTime() - clock) / 1e9,
            computeSeconds);
    epochs.add(report);
    listener.epochFinished(report);
    return state.withEpoch(state.epoch() + 1);
  }

  private List<RoundResult> runRound(
      ModelState state,
      int epoch,
      int firstStep,
      Rounds rounds,
      Broadcast<RoundTask.Setup> setup,
      JavaRDD<ReplicaPool> pools) {
    Broadcast<ModelState> start = spark.broadcast(state);
    try {
      JavaRDD<Shard> shards = data.shards();
      return shards
          .zipPartitions(
              pools, new RoundTask(setup, start, epoch, firstStep, rounds.stepsPerRound()))
          .collect();
    } finally {
      if (!spark.sc().isStopped()) {
        start.destroy();
      }
    }
  }

  private void checkLabels() {
    int outputs = plan.network().outputSize();
    if (outputs > 0 && outputs != data.labelSize()) {
      throw new IllegalArgumentException(
          "Cannot train network: its output layer gives "
              + outputs
              + " values per example, the labels have "
              + data.labelSize());
    }
  }

  private long totalExamples() {
    return plan.epochs() * data.rows();
  }

  /**
   * How an epoch is cut into rounds.
   *
   * @param stepsPerRound mini-batches of a worker in a round
   */
  private record Rounds(int perEpoch, int stepsPerRound, int epochs) {
    static Rounds of(TrainingPlan plan, long[] shardRows) {
      long largest = Arrays.stream(shardRows).max().orElseThrow();
      int stepsPerEpoch = Math.toIntExact((largest + plan.batchSize() - 1) / plan.batchSize());
      int stepsPerRound = Math.min(plan.stepsPerRound(stepsPerEpoch), stepsPerEpoch);
      return new Rounds(
          (stepsPerEpoch + stepsPerRound - 1) / stepsPerRound, stepsPerRound, plan.epochs());
    }

    int total() {
      return perEpoch * epochs;
    }
  }
}
