package io.github.sparknn.training;

import io.github.sparknn.training.averaging.OuterOptimizer;
import io.github.sparknn.training.averaging.UpdaterState;
import io.github.sparknn.training.device.Device;
import io.github.sparknn.training.engine.Engines;
import io.github.sparknn.training.network.NetworkSpec;
import java.io.Serializable;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * What to train and how. Immutable; start from {@link #of} and change what differs.
 *
 * @param network the network, with its optimizer, regularization and loss
 * @param engine what computes: {@code auto} or the name of an engine
 * @param device on what: {@code auto} (GPUs where Spark assigns some to the tasks and the engine
 *     can use them), {@code cpu} or {@code gpu}
 * @param epochs passes over the training data, at least 1
 * @param batchSize examples per mini-batch of a worker, at least 1
 * @param averagingFrequency mini-batches of a worker between two averagings; 0 = chosen for each
 *     epoch so that communication takes at most 5% of the time spent computing, which makes the
 *     result depend on measured times
 * @param averaging name of the {@link OuterOptimizer}
 * @param updaterState what becomes of the optimizer's state at an averaging
 * @param shuffle whether an epoch passes a shard's rows in an order of its own, or as they lie
 * @param sliceThreshold parameters and optimizer state values, together, above which the workers'
 *     mean is made by a shuffle among the executors instead of on the driver; the bits are the
 *     same. On a cluster it is made so below, too, where the states of all workers would come near
 *     spark.driver.maxResultSize or take half of the driver's heap
 * @param seed of the order of examples and of dropout
 * @param earlyStopping when training ends early, and what it returns; needs validation data
 * @param checkpoints whether and where progress is saved
 */
public record TrainingPlan(
    NetworkSpec network,
    String engine,
    String device,
    int epochs,
    int batchSize,
    int averagingFrequency,
    String averaging,
    UpdaterState updaterState,
    boolean shuffle,
    long sliceThreshold,
    long seed,
    EarlyStopping earlyStopping,
    CheckpointPlan checkpoints)
    implements Serializable {

  /** 64 MiB a worker on the driver. */
  private static final long DEFAULT_SLICE_THRESHOLD = 16L << 20;

  /** Checks the ranges. */
  public TrainingPlan {
    Objects.requireNonNull(network, "network");
    Objects.requireNonNull(engine, "engine");
    Objects.requireNonNull(updaterState, "updaterState");
    Objects.requireNonNull(earlyStopping, "earlyStopping");
    Objects.requireNonNull(checkpoints, "checkpoints");
    requireAtLeast("epochs", epochs, 1);
    requireAtLeast("batchSize", batchSize, 1);
    requireAtLeast("averagingFrequency", averagingFrequency, 0);
    requireAtLeast("sliceThreshold", sliceThreshold, 0);
    OuterOptimizer.of(averaging);
    updaterState.checkFor(network);
    Device.of(device);
  }

  /**
   * Ten epochs of shuffled mini-batches of 128, automatic engine, device and averaging frequency,
   * averaging by mean, optimizer state included, slices above 16,777,216 values, seed 0, no
   * checkpoints.
   */
  public static TrainingPlan of(NetworkSpec network) {
    return new Copy(network).plan();
  }

  /** The same plan with that engine. */
  public TrainingPlan withEngine(String value) {
    return with(copy -> copy.engine = value);
  }

  /** The same plan with that device. */
  public TrainingPlan withDevice(String value) {
    return with(copy -> copy.device = value);
  }

  /** The same plan with that many epochs. */
  public TrainingPlan withEpochs(int value) {
    return with(copy -> copy.epochs = value);
  }

  /** The same plan with that mini-batch size. */
  public TrainingPlan withBatchSize(int value) {
    return with(copy -> copy.batchSize = value);
  }

  /** The same plan with that averaging frequency. */
  public TrainingPlan withAveragingFrequency(int value) {
    return with(copy -> copy.averagingFrequency = value);
  }

  /** The same plan with that outer optimizer. */
  public TrainingPlan withAveraging(String value) {
    return with(copy -> copy.averaging = value);
  }

  /** The same plan with that treatment of the optimizer's state. */
  public TrainingPlan withUpdaterState(UpdaterState value) {
    return with(copy -> copy.updaterState = value);
  }

  /** The same plan with epochs in an order of their own, or not. */
  public TrainingPlan withShuffle(boolean value) {
    return with(copy -> copy.shuffle = value);
  }

  /** The same plan with that slice threshold. */
  public TrainingPlan withSliceThreshold(long value) {
    return with(copy -> copy.sliceThreshold = value);
  }

  /** The same plan with that seed. */
  public TrainingPlan withSeed(long value) {
    return with(copy -> copy.seed = value);
  }

  /** The same plan with that early stopping. */
  public TrainingPlan withEarlyStopping(EarlyStopping value) {
    return with(copy -> copy.earlyStopping = value);
  }

  /** The same plan with those checkpoints. */
  public TrainingPlan withCheckpoints(CheckpointPlan value) {
    return with(copy -> copy.checkpoints = value);
  }

  private TrainingPlan with(Consumer<Copy> change) {
    Copy copy = new Copy(network);
    copy.engine = engine;
    copy.device = device;
    copy.epochs = epochs;
    copy.batchSize = batchSize;
    copy.averagingFrequency = averagingFrequency;
    copy.averaging = averaging;
    copy.updaterState = updaterState;
    copy.shuffle = shuffle;
    copy.sliceThreshold = sliceThreshold;
    copy.seed = seed;
    copy.earlyStopping = earlyStopping;
    copy.checkpoints = checkpoints;
    change.accept(copy);
    return copy.plan();
  }

  static void requireAtLeast(String name, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "Invalid " + name + ": " + value + " (must be >= " + least + ")");
    }
  }

  /** A plan in the making; begins with the defaults. */
  private static final class Copy {
    private final NetworkSpec network;
    private String engine = Engines.AUTO;
    private String device = Device.AUTO.label();
    private int epochs = 10;
    private int batchSize = 128;
    private int averagingFrequency;
    private String averaging = "mean";
    private UpdaterState updaterState = UpdaterState.AVERAGED;
    private boolean shuffle = true;
    private long sliceThreshold = DEFAULT_SLICE_THRESHOLD;
    private long seed;
    private EarlyStopping earlyStopping = EarlyStopping.NEVER;
    private CheckpointPlan checkpoints = CheckpointPlan.NONE;

    Copy(NetworkSpec network) {
      this.network = network;
    }

    TrainingPlan plan() {
      return new TrainingPlan(
          network,
          engine,
          device,
          epochs,
          batchSize,
          averagingFrequency,
          averaging,
          updaterState,
          shuffle,
          sliceThreshold,
          seed,
          earlyStopping,
          checkpoints);
    }
  }
}
