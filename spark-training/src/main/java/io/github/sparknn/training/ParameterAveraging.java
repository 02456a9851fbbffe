package io.github.sparknn.training;

import io.github.sparknn.datasets.ShardedDataset;
import io.github.sparknn.training.averaging.OuterOptimizer;
import io.github.sparknn.training.engine.Engines;
import io.github.sparknn.training.network.ModelState;
import io.github.sparknn.training.report.EpochReport;
import io.github.sparknn.training.report.RoundHistory;
import io.github.sparknn.training.report.RoundReport;
import io.github.sparknn.training.report.SpeedUp;
import io.github.sparknn.training.report.TrainingReport;
import io.github.sparknn.training.report.Validation;
import io.github.sparknn.training.report.WorkerReport;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Synchronous training by averaging parameters. A round broadcasts the state, lets each worker run
 * some mini-batches of its shard from there, and takes the mean of the workers' states weighted by
 * the examples they saw; optimizer state and iteration count go the same way, or start anew in each
 * round where the plan says so. The plan's outer optimizer makes the next round's parameters from
 * that mean. Rounds are ordinary Spark jobs without a barrier. The result depends on the plan, the
 * shards and their number only, not on where or in which order the tasks ran, nor on interruptions
 * between which it was resumed.
 *
 * <p>Source: McDonald, Hall, Mann, "Distributed Training Strategies for the Structured Perceptron",
 * NAACL 2010 (iterative parameter mixing); weights by examples as in McMahan et al.,
 * "Communication- Efficient Learning of Deep Networks from Decentralized Data", AISTATS 2017,
 * algorithm 1.
 */
public final class ParameterAveraging {
  private static final Logger LOG = LoggerFactory.getLogger(ParameterAveraging.class);
  private static final double ALONE_SHARE = 0.02;
  private static final double ALONE_SECONDS = 1;

  private final TrainingPlan plan;
  private final float[] initialParameters;
  private final ShardedDataset data;
  private final ShardedDataset validationData;
  private final TrainingListener listener;
  private final DeviceChoice choice;
  private final int largestBatch;
  private final AveragingFrequency frequency;
  private final Rounds rounds;
  private final OuterOptimizer outer;
  private final CheckpointStore checkpoints;

  private final List<EpochReport> history = new ArrayList<>();
  private final DevicesUsed devices;
  private final RoundHistory roundHistory = new RoundHistory();

  private ModelState state;
  private EpochSums sums;
  private BestEpoch best;

  private ParameterAveraging(
      TrainingPlan plan,
      float[] initialParameters,
      ShardedDataset data,
      ShardedDataset validationData,
      TrainingListener listener) {
    this.plan = plan;
    this.initialParameters = initialParameters;
    this.data = data;
    this.validationData = validationData;
    this.listener = listener;
    Engines.select(plan.engine(), plan.network());
    DataChecks.check(plan, data, validationData);
    long largestShard = Arrays.stream(data.shardRows()).max().orElseThrow();
    largestBatch = (int) Math.min(plan.batchSize(), largestShard);
    choice = DeviceChoice.of(plan, data.shards());
    new MemoryPreflight(
            plan,
            choice.engine(),
            data.features(),
            data.labelSize(),
            data.workers(),
            largestBatch,
            validationData != null)
        .check(data.shards().context());
    if (data.hasWeights()) {
      Engines.requireWeights(choice.engine(), plan.network());
    }
    int stepsPerEpoch = Math.toIntExact((largestShard + largestBatch - 1) / largestBatch);
    frequency = AveragingFrequency.of(plan.averagingFrequency(), data.workers(), stepsPerEpoch);
    rounds = new Rounds(plan.epochs(), stepsPerEpoch, frequency);
    sums = EpochSums.zero(data.workers());
    devices = new DevicesUsed(data.workers());
    outer = OuterOptimizer.of(plan.averaging(), plan.network());
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
   *     the engine does not take it, the plan wants GPUs and tasks have none or cannot use them, it
   *     does not fit into the memory of driver or executors, or the checkpoint folder is of another
   *     training or not to be resumed
   * @throws TrainingDivergedException if the loss or a parameter becomes NaN or infinite; such a
   *     round is not saved
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
    return train(plan, null, data, validationData, listener);
  }

  /**
   * As {@link #train(TrainingPlan, ShardedDataset, ShardedDataset, TrainingListener)}, from given
   * parameters, such as those of a trained network; the optimizer starts anew.
   *
   * @param initialParameters as many as the network has; null for the network's own
   * @throws IllegalArgumentException also if there are more or fewer
   */
  public static TrainedNetwork train(
      TrainingPlan plan,
      float[] initialParameters,
      ShardedDataset data,
      ShardedDataset validationData,
      TrainingListener listener) {
    return new ParameterAveraging(plan, initialParameters, data, validationData, listener).run();
  }

  private TrainedNetwork run() {
    try {
      return trained();
    } catch (Exception | Error e) { // Spark throws checked exceptions undeclared.
      TrainingListeners.tell(listener, e);
      throw e;
    }
  }

  private TrainedNetwork trained() {
    startOrResume();
    listener.trainingConfigured(PlanDescription.before(plan, choice, data, validationData));
    listener.trainingStarted(progress(Double.NaN));
    SpeedUp speedUp;
    try (RoundRunner runner = new RoundRunner(plan, choice, largestBatch, data, validationData)) {
      while (!isOver()) {
        runRound(runner);
      }
      speedUp = speedUp(runner);
    }
    boolean returnBest =
        validationData != null
            && best != null
            && plan.earlyStopping().result() == EarlyStopping.Result.BEST;
    TrainingReport report =
        new TrainingReport(
            choice.engine().name(),
            plan.engine().equals(Engines.AUTO) ? Engines.declining(plan.network()) : Map.of(),
            data.workers(),
            plan.batchSize(),
            plan.averaging(),
            state.parameters().length,
            devices.names(),
            PlanDescription.of(plan, choice, data, validationData),
            returnBest ? best.epoch() : history.size(),
            history,
            roundHistory.entries(),
            speedUp);
    listener.trainingFinished(report);
    return new TrainedNetwork(plan.network(), returnBest ? best.state() : state, report);
  }

  private boolean isOver() {
    return rounds.areOver()
        || (validationData != null && plan.earlyStopping().isExhausted(history));
  }

  /** Takes about 2% of the training's time; of the last epoch's steps, as the JVM is warm now. */
  private SpeedUp speedUp(RoundRunner runner) {
    double seconds = history.stream().mapToDouble(EpochReport::seconds).sum();
    EpochReport last = history.get(history.size() - 1);
    WorkerReport first = last.workers().get(0);
    double secondsPerExample = first.computeSeconds() / first.examples();
    double examples = Math.min(ALONE_SECONDS, ALONE_SHARE * seconds) / secondsPerExample;
    int steps = (int) Math.max(1, examples / plan.batchSize());
    try {
      return SpeedUp.of(runner.measureAlone(state, steps), history);
    } catch (Exception e) { // Spark throws checked exceptions undeclared.
      LOG.warn("The speed of one worker alone was not measured; the training is not affected", e);
      return null;
    }
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
      state = plan.updaterState().share(initialState());
    }
  }

  private ModelState initialState() {
    ModelState own = plan.network().initialState();
    if (initialParameters == null) {
      return own;
    } else if (initialParameters.length != own.parameters().length) {
      throw new IllegalArgumentException(
          "Cannot start training: there are %d initial parameters, the network has %d"
              .formatted(initialParameters.length, own.parameters().length));
    }
    return own.withParameters(initialParameters);
  }

  private void resume(Checkpoint checkpoint) {
    Checkpoint.Header header = checkpoint.header();
    Fingerprint.requireSame(header.fingerprint(), Fingerprint.of(plan, choice, data), plan);
    state = checkpoint.state();
    rounds.restore(header.epoch(), header.nextStep(), header.roundsDone());
    frequency.restore(header.averagingFrequency(), header.averagingReason());
    sums = header.sums();
    history.addAll(header.epochs());
    best = bestOf(checkpoint);
    roundHistory.restore(header.rounds());
    outer.restore(checkpoint.outerState());
  }

  /**
   * The best epoch by this plan's metric, which may be another one than the saved training's: of
   * the epoch that was best by that, and the last one, as of others there are no parameters.
   */
  private BestEpoch bestOf(Checkpoint checkpoint) {
    BestEpoch known = checkpoint.best();
    if (known == null) {
      return null;
    }
    String metric = plan.earlyStopping().metric();
    known = known.withCost(history.get(known.epoch() - 1).validation().cost(metric));
    EpochReport last = history.get(history.size() - 1);
    if (checkpoint.header().nextStep() == 0 && last.validation() != null) {
      known =
          BestEpoch.better(known, last.epoch(), last.validation().cost(metric), checkpoint.state());
    }
    int bestOfAll = plan.earlyStopping().bestEpoch(history);
    if (validationData != null && bestOfAll != known.epoch()) {
      LOG.warn(
          "Epoch {} was the best by {}, but the checkpoint does not hold its parameters: epoch {} is"
              + " taken for the best so far",
          bestOfAll,
          metric,
          known.epoch());
    }
    return known;
  }

  private void runRound(RoundRunner runner) {
    int epoch = rounds.epoch();
    int steps = rounds.steps();
    Round round = runner.run(state, epoch, rounds.nextStep(), steps);
    long clock = System.nanoTime();
    ModelState mean = round.mean();
    ModelState next = mean.withParameters(outer.step(state.parameters(), mean.parameters()));
    if (!Double.isFinite(round.lossSum()) || !next.isFinite()) {
      throw new TrainingDivergedException(
          "Cannot continue training: the loss or the parameters are not finite in epoch "
              + (epoch + 1)
              + ", round "
              + (sums.rounds() + 1)
              + " (lower the learning rate, or check features and labels for huge values)");
    }
    state = next;
    round = round.plusAverage((System.nanoTime() - clock) / 1e9);
    frequency.measured(round.times(), steps);
    sums = sums.plus(round);
    devices.add(round.workers());
    boolean endsEpoch = rounds.advance();
    double loss = round.lossSum() / round.examples();
    roundHistory.add(
        new RoundReport(epoch + 1, rounds.done(), 1, round.examples(), loss, round.times()));
    listener.roundFinished(progress(loss));
    if (endsEpoch) {
      finishEpoch(runner);
    }
    if (plan.checkpoints().isDue(rounds.done(), endsEpoch, isOver())) {
      checkpoints.save(checkpoint());
    }
  }

  private void finishEpoch(RoundRunner runner) {
    int epoch = rounds.epoch();
    state = state.withEpoch(state.epoch() + 1);
    Validation validation = null;
    if (validationData != null) {
      validation = runner.validate(state);
      double cost = validation.cost(plan.earlyStopping().metric());
      best = BestEpoch.better(best, epoch, cost, state);
    }
    EpochReport report = sums.report(epoch, frequency, validation);
    history.add(report);
    sums = EpochSums.zero(data.workers());
    frequency.epochFinished();
    listener.epochFinished(report);
  }

  private Checkpoint checkpoint() {
    Checkpoint.Header header =
        new Checkpoint.Header(
            Fingerprint.of(plan, choice, data),
            rounds.epoch(),
            rounds.nextStep(),
            rounds.done(),
            frequency.steps(),
            frequency.reason(),
            sums,
            best == null ? 0 : best.epoch(),
            best == null ? 0 : best.cost(),
            history,
            roundHistory.entries());
    return new Checkpoint(header, state, outer.state(), best);
  }

  private TrainingProgress progress(double loss) {
    return new TrainingProgress(
        Math.min(sums.rounds() > 0 ? rounds.epoch() + 1 : rounds.epoch(), plan.epochs()),
        plan.epochs(),
        rounds.done(),
        rounds.expected(),
        loss,
        history.size() * data.rows() + sums.examples(),
        plan.epochs() * data.rows());
  }
}
