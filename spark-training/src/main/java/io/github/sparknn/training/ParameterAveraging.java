package io.github.sparknn.training;

import io.github.sparknn.datasets.ShardedDataset;
import io.github.sparknn.training.averaging.OuterOptimizer;
import io.github.sparknn.training.engine.Engines;
import io.github.sparknn.training.network.ModelState;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Synchronous training by averaging parameters. A round broadcasts the state, lets each worker run
 * some mini-batches of its shard from there, and takes the mean of the workers' states weighted by
 * the examples they saw; optimizer state and iteration count go the same way. The plan's outer
 * optimizer makes the next round's parameters from that mean. Rounds are ordinary Spark jobs
 * without a barrier. The result depends on the plan, the shards and their number only, not on where
 * or in which order the tasks ran, nor on interruptions between which it was resumed.
 *
 * <p>Source: McDonald, Hall, Mann, "Distributed Training Strategies for the Structured Perceptron",
 * NAACL 2010 (iterative parameter mixing); weights by examples as in McMahan et al.,
 * "Communication- Efficient Learning of Deep Networks from Decentralized Data", AISTATS 2017,
 * algorithm 1.
 */
public final class ParameterAveraging {
  private final TrainingPlan plan;
  private final ShardedDataset data;
  private final ShardedDataset validationData;
  private final TrainingListener listener;
  private final String engine;
  private final Rounds rounds;
  private final OuterOptimizer outer;
  private final CheckpointStore checkpoints;

  private ModelState state;
  private int roundsDone;
  private EpochSums sums = EpochSums.ZERO;
  private BestEpoch best;
  private final List<EpochReport> history = new ArrayList<>();

  private ParameterAveraging(
      TrainingPlan plan,
      ShardedDataset data,
      ShardedDataset validationData,
      TrainingListener listener) {
    this.plan = plan;
    this.data = data;
    this.validationData = validationData;
    this.listener = listener;
    engine = Engines.select(plan.engine(), plan.network()).name();
    plan.network().exampleShape(data.features().shape());
    checkLabels();
    checkValidationData();
    rounds = Rounds.of(plan, data.shardRows());
    outer = OuterOptimizer.of(plan.averaging());
    checkpoints =
        plan.checkpoints().isOn()
            ? new CheckpointStore(plan.checkpoints(), data.shards().context().hadoopConfiguration())
            : null;
  }

  /**
   * Trains from the network's own initial parameters, or from the newest checkpoint where the plan
   * says so.
   *
   * @throws IllegalArgumentException before any job if features or labels do not fit the network,
   *     the engine does not take it, or the checkpoint folder is of another training or not to be
   *     resumed
   * @throws IllegalStateException if the loss or a parameter becomes NaN or infinite; such a round
   *     is not saved
   * @throws UncheckedIOException if a checkpoint cannot be read or saved; earlier ones are
   *     untouched
   */
  public static TrainedNetwork train(
      TrainingPlan plan, ShardedDataset data, TrainingListener listener) {
    return train(plan, data, null, listener);
  }

  /**
   * As {@link #train(TrainingPlan, ShardedDataset, TrainingListener)}; after each epoch the network
   * is measured on validation data, and the plan's early stopping decides what is returned.
   *
   * @param validationData of as many shards as the training data; null for none
   */
  public static TrainedNetwork train(
      TrainingPlan plan,
      ShardedDataset data,
      ShardedDataset validationData,
      TrainingListener listener) {
    return new ParameterAveraging(plan, data, validationData, listener).run();
  }

  private TrainedNetwork run() {
    startOrResume();
    listener.trainingStarted(progress(Double.NaN));
    try (RoundRunner runner = new RoundRunner(plan, engine, data)) {
      while (roundsDone < rounds.total() && !isExhausted()) {
        runRound(runner);
      }
    }
    TrainingReport report =
        new TrainingReport(
            engine, data.workers(), rounds.stepsPerRound(), state.parameters().length, history);
    listener.trainingFinished(report);
    boolean returnBest = best != null && plan.earlyStopping().result() == EarlyStopping.Result.BEST;
    return new TrainedNetwork(plan.network(), returnBest ? best.state() : state, report);
  }

  private void startOrResume() {
    Optional<Checkpoint> newest = Optional.empty();
    if (checkpoints != null) {
      if (plan.checkpoints().resume() == CheckpointPlan.Mode.RESUME) {
        newest = checkpoints.newest();
      } else if (checkpoints.isUsed()) {
        throw new IllegalArgumentException(
            "Cannot start training: checkpointDir "
                + plan.checkpoints().directory()
                + " holds checkpoints (set resume to go on from them, or choose another folder)");
      }
    }
    if (newest.isPresent()) {
      resume(newest.get());
    } else {
      state = plan.network().initialState();
    }
  }

  private void resume(Checkpoint checkpoint) {
    if (!checkpoint.fingerprint.equals(fingerprint())) {
      throw new IllegalArgumentException(
          "Cannot resume from checkpointDir "
              + plan.checkpoints().directory()
              + ": its training differs from this one (was "
              + checkpoint.fingerprint
              + ", is "
              + fingerprint()
              + ")");
    }
    roundsDone = checkpoint.roundsDone;
    state = checkpoint.state;
    sums = checkpoint.sums;
    best = checkpoint.best;
    history.addAll(checkpoint.history);
    outer.restore(checkpoint.outerState);
  }

  private void runRound(RoundRunner runner) {
    long clock = System.nanoTime();
    int epoch = roundsDone / rounds.perEpoch();
    int firstStep = roundsDone % rounds.perEpoch() * rounds.stepsPerRound();
    List<RoundResult> results = runner.run(state, epoch, firstStep, rounds.stepsPerRound());
    EpochSums round = EpochSums.ZERO.plus(results, 0);
    ModelState mean = Double.isFinite(round.lossSum()) ? WeightedMean.of(results) : null;
    if (mean == null || !mean.isFinite()) {
      throw new IllegalStateException(
          "Cannot continue training: the loss or the parameters are not finite in epoch "
              + (epoch + 1)
              + ", round "
              + (roundsDone % rounds.perEpoch() + 1)
              + " (lower the learning rate, or check the features for huge values)");
    }
    state = mean.withParameters(outer.step(state.parameters(), mean.parameters()));
    sums = sums.plus(results, (System.nanoTime() - clock) / 1e9);
    roundsDone++;
    listener.roundFinished(progress(round.lossSum() / round.examples()));
    if (roundsDone % rounds.perEpoch() == 0) {
      finishEpoch(epoch, runner);
    }
    boolean ends = roundsDone == rounds.total() || isExhausted();
    if (plan.checkpoints().isDue(roundsDone, rounds.perEpoch(), ends)) {
      checkpoints.save(
          new Checkpoint(fingerprint(), roundsDone, state, outer.state(), sums, best, history));
    }
  }

  private void finishEpoch(int epoch, RoundRunner runner) {
    state = state.withEpoch(state.epoch() + 1);
    Validation validation = null;
    if (validationData != null) {
      validation = runner.validate(state, validationData);
      double cost = validation.cost(plan.earlyStopping().metric());
      best = BestEpoch.better(best, epoch + 1, cost, state);
    }
    EpochReport report = sums.report(epoch + 1, rounds.perEpoch(), validation);
    history.add(report);
    sums = EpochSums.ZERO;
    listener.epochFinished(report);
  }

  /** Whether the last epochs brought no better metric for as long as the plan's patience. */
  private boolean isExhausted() {
    int patience = plan.earlyStopping().patience();
    return patience > 0 && best != null && history.size() - best.epoch() >= patience;
  }

  private TrainingProgress progress(double loss) {
    return new TrainingProgress(
        Math.min(Math.max(roundsDone - 1, 0) / rounds.perEpoch() + 1, plan.epochs()),
        plan.epochs(),
        roundsDone,
        rounds.total(),
        loss,
        history.size() * data.rows() + sums.examples(),
        plan.epochs() * data.rows());
  }

  /** All that decides the bits of the next round; more epochs may be asked for when resuming. */
  private String fingerprint() {
    return String.format(
        "network %08x, engine %s, batch size %d, averaging %s every %d, seed %d, %d workers, %d rows",
        plan.network().json().hashCode(),
        engine,
        plan.batchSize(),
        plan.averaging(),
        rounds.stepsPerRound(),
        plan.seed(),
        data.workers(),
        data.rows());
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

  private void checkValidationData() {
    if (validationData == null) {
      return;
    }
    if (validationData.workers() != data.workers()
        || validationData.features().size() != data.features().size()
        || validationData.labelSize() != data.labelSize()) {
      throw new IllegalArgumentException(
          String.format(
              "Cannot validate: the validation data have %d shards, %d features and %d labels (must"
                  + " be %d, %d and %d as in the training data)",
              validationData.workers(),
              validationData.features().size(),
              validationData.labelSize(),
              data.workers(),
              data.features().size(),
              data.labelSize()));
    }
  }
}
