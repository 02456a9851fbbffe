package io.github.sparknn.training;

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
 * @param seed of the order of examples and of dropout
 */
public record TrainingPlan(
    NetworkSpec network,
    String engine,
    int epochs,
    int batchSize,
    int averagingFrequency,
    long seed)
    implements Serializable {

  /** Averagings per epoch when the averaging frequency is left to SparkNN. */
  private static final int AUTOMATIC_ROUNDS_PER_EPOCH = 4;

  /** Checks the ranges. */
  public TrainingPlan {
    Objects.requireNonNull(network, "network");
    Objects.requireNonNull(engine, "engine");
    requireAtLeast("epochs", epochs, 1);
    requireAtLeast("batchSize", batchSize, 1);
    requireAtLeast("averagingFrequency", averagingFrequency, 0);
  }

  /** Ten epochs of mini-batches of 128 with automatic engine and averaging frequency, seed 0. */
  public static TrainingPlan of(NetworkSpec network) {
    return new TrainingPlan(network, Engines.AUTO, 10, 128, 0, 0L);
  }

  /** The same plan with that engine. */
  public TrainingPlan withEngine(String newEngine) {
    return new TrainingPlan(network, newEngine, epochs, batchSize, averagingFrequency, seed);
  }

  /** The same plan with that many epochs. */
  public TrainingPlan withEpochs(int newEpochs) {
    return new TrainingPlan(network, engine, newEpochs, batchSize, averagingFrequency, seed);
  }

  /** The same plan with that mini-batch size. */
  public TrainingPlan withBatchSize(int newBatchSize) {
    return new TrainingPlan(network, engine, epochs, newBatchSize, averagingFrequency, seed);
  }

  /** The same plan with that averaging frequency. */
  public TrainingPlan withAveragingFrequency(int newAveragingFrequency) {
    return new TrainingPlan(network, engine, epochs, batchSize, newAveragingFrequency, seed);
  }

  /** The same plan with that seed. */
  public TrainingPlan withSeed(long newSeed) {
    return new TrainingPlan(network, engine, epochs, batchSize, averagingFrequency, newSeed);
  }

  /** Mini-batches of a worker between two averagings when an epoch takes that many of them. */
  int stepsPerRound(int stepsPerEpoch) {
    int automatic = (stepsPerEpoch + AUTOMATIC_ROUNDS_PER_EPOCH - 1) / AUTOMATIC_ROUNDS_PER_EPOCH;
    return Math.max(1, averagingFrequency == 0 ? automatic : averagingFrequency);
  }

  private static void requireAtLeast(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "Invalid " + name + ": " + value + " (must be >= " + least + ")");
    }
  }
}
