package io.github.sparknn.benchmarks;

/**
 * How long a training goes on.
 *
 * @param rows training examples; each epoch uses all of them
 * @param frequency mini-batches of a worker between two averagings
 */
record Schedule(int rows, int epochs, int frequency) {

  /**
   * What the trainings of a comparison have in common.
   *
   * @param rows training examples there are
   */
  record Setting(int rows, int workers, int batchSize) {
    /** Mini-batches of a worker in an epoch of all rows. */
    int stepsPerEpoch() {
      return stepsPerEpoch(rows);
    }

    private int stepsPerEpoch(int trained) {
      int shard = (trained + workers - 1) / workers;
      return (shard + batchSize - 1) / batchSize;
    }
  }

  /**
   * As many rounds: of a part of the rows when they end within an epoch, else as many whole epochs
   * as they hold, one at least.
   */
  static Schedule ofRounds(Setting setting, int rounds, int frequency) {
    long steps = (long) rounds * frequency;
    if (steps < setting.stepsPerEpoch()) {
      return new Schedule((int) steps * setting.workers() * setting.batchSize(), 1, frequency);
    }
    Schedule epoch = new Schedule(setting.rows(), 1, frequency);
    return new Schedule(setting.rows(), Math.max(1, rounds / epoch.rounds(setting)), frequency);
  }

  /** Averagings in all. */
  int rounds(Setting setting) {
    return epochs * ((setting.stepsPerEpoch(rows) + frequency - 1) / frequency);
  }

  /** Examples that the workers see in all. */
  long examples() {
    return (long) epochs * rows;
  }
}
