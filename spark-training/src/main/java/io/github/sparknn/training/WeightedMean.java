package io.github.sparknn.training;

import io.github.sparknn.training.network.ModelState;
import java.util.Arrays;
import java.util.List;

/**
 * The mean of the workers' states, each weighted by the examples it has seen in the round: θ = Σₖ
 * (nₖ / Σⱼ nⱼ) θₖ, for parameters, optimizer state and iteration count alike. Sums run in the order
 * of the workers and in double precision, so that the same workers give the same bits.
 */
final class WeightedMean {
  /** Sums of so many values stay in the processor's cache while the workers are added up. */
  private static final int BLOCK = 1024;

  private WeightedMean() {}

  /**
   * The mean of the workers' states.
   *
   * @throws IllegalArgumentException if no worker has seen an example
   */
  static ModelState of(List<RoundResult> results) {
    List<RoundResult> active = active(results);
    long[] examples = active.stream().mapToLong(RoundResult::examples).toArray();
    List<ModelState> states = active.stream().map(RoundResult::state).toList();
    return counters(results)
        .withParameters(
            of(states.stream().map(ModelState::parameters).toArray(float[][]::new), examples))
        .withOptimizerState(
            of(states.stream().map(ModelState::optimizerState).toArray(float[][]::new), examples));
  }

  /** The mean of the workers' counters, without values. */
  static ModelState counters(List<RoundResult> results) {
    List<RoundResult> active = active(results);
    double total = active.stream().mapToLong(RoundResult::examples).sum();
    double iteration = 0;
    for (RoundResult result : active) {
      iteration += result.examples() / total * result.state().iteration();
    }
    ModelState first = active.get(0).state();
    return ModelState.ofCounters(Math.toIntExact(Math.round(iteration)), first.epoch());
  }

  private static List<RoundResult> active(List<RoundResult> results) {
    List<RoundResult> active = results.stream().filter(result -> result.examples() > 0).toList();
    if (active.isEmpty()) {
      throw new IllegalArgumentException("Cannot average: no worker has seen an example");
    }
    return active;
  }

  /**
   * The mean of vectors of the same length; a single one is given back itself.
   *
   * @param examples seen by each vector's worker, positive
   */
  static float[] of(float[][] vectors, long[] examples) {
    if (vectors.length == 1) {
      return vectors[0];
    }
    double total = Arrays.stream(examples).sum();
    float[] mean = new float[vectors[0].length];
    double[] sums = new double[BLOCK];
    for (int from = 0; from < mean.length; from += BLOCK) {
      int length = Math.min(BLOCK, mean.length - from);
      Arrays.fill(sums, 0);
      for (int k = 0; k < vectors.length; k++) {
        add(examples[k] / total, vectors[k], from, length, sums);
      }
      for (int i = 0; i < length; i++) {
        mean[from + i] = (float) sums[i];
      }
    }
    return mean;
  }

  private static void add(double weight, float[] vector, int from, int length, double[] sums) {
    for (int i = 0; i < length; i++) {
      sums[i] += weight * vector[from + i];
    }
  }
}
