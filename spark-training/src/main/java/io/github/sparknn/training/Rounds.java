package io.github.sparknn.training;

/**
 * Where a training stands in its rounds. An epoch is as many mini-batches as the largest shard has;
 * its last round may have fewer than the others.
 */
final class Rounds {
  private final int epochs;
  private final int stepsPerEpoch;
  private final AveragingFrequency frequency;
  private int epoch;
  private int nextStep;
  private int done;

  Rounds(int epochs, int stepsPerEpoch, AveragingFrequency frequency) {
    this.epochs = epochs;
    this.stepsPerEpoch = stepsPerEpoch;
    this.frequency = frequency;
  }

  /** The present epoch, from 0. */
  int epoch() {
    return epoch;
  }

  /** Mini-batch of the epoch where the next round begins. */
  int nextStep() {
    return nextStep;
  }

  /** Mini-batches of the next round. */
  int steps() {
    return Math.min(frequency.steps(), stepsPerEpoch - nextStep);
  }

  /** Rounds done in the whole training. */
  int done() {
    return done;
  }

  /** Rounds of the whole training if the averaging frequency stays. */
  int expected() {
    int perEpoch = rounds(stepsPerEpoch);
    int epochsAfterThis = Math.max(0, epochs - epoch - 1);
    int leftOfThis = epoch < epochs ? rounds(stepsPerEpoch - nextStep) : 0;
    return done + leftOfThis + epochsAfterThis * perEpoch;
  }

  private int rounds(int steps) {
    return (steps + frequency.steps() - 1) / frequency.steps();
  }

  /** Whether all epochs are done. */
  boolean areOver() {
    return epoch >= epochs;
  }

  /** Counts a round; gives true if it was its epoch's last. */
  boolean advance() {
    done++;
    nextStep += steps();
    if (nextStep < stepsPerEpoch) {
      return false;
    }
    nextStep = 0;
    epoch++;
    return true;
  }

  /** Goes to where an earlier run stood. */
  void restore(int savedEpoch, int savedNextStep, int savedDone) {
    epoch = savedEpoch;
    nextStep = savedNextStep;
    done = savedDone;
  }
}
