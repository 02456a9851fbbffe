package io.github.sparknn.training;

import java.util.Arrays;

/**
 * How a training is cut into rounds.
 *
 * @param perEpoch rounds of an epoch
 * @param stepsPerRound mini-batches of a worker in a round; an epoch's last round may have fewer
 * @param total rounds of all epochs
 */
record Rounds(int perEpoch, int stepsPerRound, int total) {

  static Rounds of(TrainingPlan plan, long[] shardRows) {
    long largest = Arrays.stream(shardRows).max().orElseThrow();
    int stepsPerEpoch = Math.toIntExact((largest + plan.batchSize() - 1) / plan.batchSize());
    int stepsPerRound = Math.min(plan.stepsPerRound(stepsPerEpoch), stepsPerEpoch);
    int perEpoch = (stepsPerEpoch + stepsPerRound - 1) / stepsPerRound;
    return new Rounds(perEpoch, stepsPerRound, Math.multiplyExact(perEpoch, plan.epochs()));
  }
}
