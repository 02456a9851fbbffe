package io.github.sparknn.training;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.github.sparknn.training.network.ModelState;
import io.github.sparknn.training.report.WorkerReport;
import java.io.Serializable;

/**
 * What one worker brings home from a round.
 *
 * @param state after its mini-batches, in places its counters alone; null when it had none left in
 *     the epoch
 * @param examples examples seen
 * @param lossSum sum of the examples' losses, each times the example's weight
 * @param device what it computed on, for people; null when it had nothing to compute
 * @param begin when the worker began, in seconds since 1970 by its host's clock
 * @param loadSeconds time to fetch and load the round's state
 * @param computeSeconds time of gathering mini-batches and stepping
 */
@DefaultSerializer(JavaSerializer.class)
record RoundResult(
    ModelState state,
    long examples,
    double lossSum,
    String device,
    double begin,
    double loadSeconds,
    double computeSeconds)
    implements Serializable {

  /** Of a worker that has no mini-batches left in the epoch. */
  static RoundResult idle(double begin) {
    return new RoundResult(null, 0, 0, null, begin, 0, 0);
  }

  /** The worker's own time. */
  double seconds() {
    return loadSeconds + computeSeconds;
  }

  WorkerReport report() {
    return new WorkerReport(examples, computeSeconds);
  }

  RoundResult withState(ModelState newState) {
    return new RoundResult(newState, examples, lossSum, device, begin, loadSeconds, computeSeconds);
  }
}
