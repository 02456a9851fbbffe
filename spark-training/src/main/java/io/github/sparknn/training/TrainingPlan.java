package io.github.sparknn.training;

import io.github.sparknn.training.averaging.OuterOptimizer;
import io.github.sparknn.training.engine.Engines;
import io.github.sparknn.training.network.NetworkSpec;
import java.io.Serializable;
import java.util.Objects;

/**
 * What to train and how. Immutable; start from {@link #of} and change what differs.
 *
 * @param network the network, with its optimizer, regularization and loss
 * @param engine what computes: {@code auto} or the name of an engine
 * @param epochs passes over the training data, at least 1
 * @param batchSize examples per mini-batch of a worker, at least 1
 * @param averagingFrequency mini-batches of a worker between two averagings; 0 = a quarter of an
 *     epoch
 * @param averaging name of the {@link OuterOptimizer}
 * @param seed of the order of examples and of dropout
 * @param earlyStopping when training ends early, and what it returns; needs validation data
 * @param checkpoints whether and where progress is saved
 */
public record TrainingPlan(
    NetworkSpec network,
    String engine,
    int epochs,
    int batchSize,
    int averagingFrequency,
    String averaging,
    long seed,
    EarlyStopping earlyStopping,
    CheckpointPlan checkpoints)
    implements Serializable {

  /** Averagings per epoch when the averaging frequency is left to SparkNN. */
  private static final int AUTOMATIC_ROUNDS_PER_EPOCH = 4;

  /** Checks the ranges. */
  public TrainingPlan {
    Objects.requireNonNull(network, "network");
    Objects.requireNonNull(engine, "engine");
    Objects.requireNonNull(earlyStopping, "earlyStopping");
    Objects.requireNonNull(checkpoints, "checkpoints");
    requireAtLeast("epochs", epochs, 1);
    requireAtLeast("batchSize", batchSize, 1);
    requireAtLeast("averagingFrequency", averagingFrequency, 0);
    OuterOptimizer.of(averaging);
  }

  /**
   * Ten epochs of mini-batches of 128, automatic engine and averaging frequency, averaging by mean,
   * seed 0, no checkpoints.
   */
  public static TrainingPlan of(NetworkSpec network) {
    return new TrainingPlan(
        network, Engines.AUTO, 10, 128, 0, "mean", 0L, EarlyStopping.NEVER, CheckpointPlan.NONE);
  }

  /** The same plan with that engine. */
  public TrainingPlan withEngine(String value) {
    return new TrainingPlan(
        network,
        value,
        epochs,
        batchSize,
        averagingFrequency,
        averaging,
        seed,
        earlyStopping,
        checkpoints);
  }

  /** The same plan with that many epochs. */
  public TrainingPlan withEpochs(int value) {
    return new TrainingPlan(
        network,
        engine,
        value,
        batchSize,
        averagingFrequency,
        averaging,
        seed,
        earlyStopping,
        checkpoints);
  }

  /** The same plan with that mini-batch size. */
  public TrainingPlan withBatchSize(int value) {
    return new TrainingPlan(
        network,
        engine,
        epochs,
        value,
        averagingFrequency,
        averaging,
        seed,
        earlyStopping,
        checkpoints);
  }

  /** The same plan with that averaging frequency. */
  public TrainingPlan withAveragingFrequency(int value) {
    return new TrainingPlan(
        network, engine, epochs, batchSize, value, averaging, seed, earlyStopping, checkpoints);
  }

  /** The same plan with that outer optimizer. */
  public TrainingPlan withAveraging(String value) {
    return new TrainingPlan(
        network,
        engine,
        epochs,
        batchSize,
        averagingFrequency,
        value,
        seed,
        earlyStopping,
        checkpoints);
  }

  /** The same plan with that seed. */
  public TrainingPlan withSeed(long value) {
    return new TrainingPlan(
        network,
        engine,
        epochs,
        batchSize,
        averagingFrequency,
        averaging,
        value,
        earlyStopping,
        checkpoints);
  }

  /** The same plan with that early stopping. */
  public TrainingPlan withEarlyStopping(EarlyStopping value) {
    return new TrainingPlan(
        network,
        engine,
        epochs,
        batchSize,
        averagingFrequency,
        averaging,
        seed,
        value,
        checkpoints);
  }

  /** The same plan with those checkpoints. */
  public TrainingPlan withCheckpoints(CheckpointPlan value) {
    return new TrainingPlan(
        network,
        engine,
        epochs,
        batchSize,
        averagingFrequency,
        averaging,
        seed,
        earlyStopping,
        value);
  }

  /** Mini-batches of a worker between two averagings when an epoch takes that many of them. */
  int stepsPerRound(int stepsPerEpoch) {
    int automatic = (stepsPerEpoch + AUTOMATIC_ROUNDS_PER_EPOCH - 1) / AUTOMATIC_ROUNDS_PER_EPOCH;
    return Math.max(1, averagingFrequency == 0 ? automatic : averagingFrequency);
  }

  static void requireAtLeast(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "Invalid " + name + ": " + value + " (must be >= " + least + ")");
    }
  }
}
