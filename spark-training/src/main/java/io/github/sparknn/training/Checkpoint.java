package io.github.sparknn.training;

import io.github.sparknn.training.network.ModelState;
import io.github.sparknn.training.report.EpochReport;
import io.github.sparknn.training.report.RoundReport;
import java.util.List;

/**
 * Where a training stands between two rounds: all that it needs to go on with the same bits. As
 * bytes: {@link CheckpointFormat}.
 *
 * @param best by validation; null without validation data, or before the first epoch's end
 */
record Checkpoint(Header header, ModelState state, float[] outerState, BestEpoch best) {
  /**
   * What is no vector.
   *
   * @param fingerprint identifies the training: another one cannot go on from here
   * @param epoch from 0, that of the next round
   * @param nextStep mini-batch of the epoch where the next round begins
   * @param roundsDone in the whole training
   * @param averagingFrequency mini-batches of a round
   * @param averagingReason why that many
   * @param sums of the epoch that is not finished; zero at its beginning
   * @param bestEpoch from 1; 0 for none
   * @param bestCost the best epoch's metric such that less is better
   * @param epochs reports of the finished epochs
   * @param rounds reports of the rounds done
   */
  record Header(
      String fingerprint,
      int epoch,
      int nextStep,
      int roundsDone,
      int averagingFrequency,
      String averagingReason,
      EpochSums sums,
      int bestEpoch,
      double bestCost,
      List<EpochReport> epochs,
      List<RoundReport> rounds) {}
}
