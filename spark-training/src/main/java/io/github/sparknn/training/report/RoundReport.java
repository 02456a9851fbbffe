package io.github.sparknn.training.report;

import java.io.Serializable;

/**
 * What a round, or a run of neighbouring rounds of a long training, gave.
 *
 * @param epoch of the first round, from 1
 * @param firstRound from 1, counted over the whole training
 * @param rounds how many rounds this covers
 * @param examples examples used
 * @param loss mean over those examples, each as seen before the step that used it
 * @param times of all these rounds together
 */
public record RoundReport(
    int epoch, int firstRound, int rounds, long examples, double loss, RoundTimes times)
    implements Serializable {

  /** This one and the next one as one. */
  RoundReport plus(RoundReport next) {
    long sum = examples + next.examples;
    return new RoundReport(
        epoch,
        firstRound,
        rounds + next.rounds,
        sum,
        (loss * examples + next.loss * next.examples) / sum,
        times.plus(next.times));
  }
}
