package io.github.sparknn.training;

import io.github.sparknn.training.network.ModelState;
import java.util.List;

/**
 * The mean of the workers' states, each weighted by the examples it has seen in the round: θ = Σₖ
 * (nₖ / Σⱼ nⱼ) θₖ, for parameters, optimizer state and iteration count alike. Sums run in the order
 * of the list and in double precision, so that the same list gives the same bits.
 */
final class WeightedMean {
  private WeightedMean() {}

  /**
   * @throws IllegalArgumentException if no worker has seen an example
   */
  static ModelState of(List<RoundResult> results) {
    List<RoundResult> active = results.stream().filter(result -> result.examples() > 0).toList();
    if (active.isEmpty()) {
      throw new IllegalArgumentException("Cannot average: no worker has seen an example");
    }
    ModelState first = active.get(0).state();
    if (active.size() == 1) {
      return first;
    }
    double total = active.stream().mapToLong(RoundResult::examples).sum();
    double[] parameters = new double[first.parameters().length];
    double[] optimizerState = new double[first.optimizerState().length];
    double iteration = 0;
    for (RoundResult result : active) {
      double weight = result.examples() / total;
      add(weight, result.state().parameters(), parameters);
      add(weight, result.state().optimizerState(), optimizerState);
      iteration += weight * result.state().iteration();
    }
    return new ModelState(
        toFloats(parameters),
        toFloats(optimizerState),
        Math.toIntExact(Math.round(iteration)),
        first.epoch());
  }

  private static void add(double weight, float[] values, double[] sum) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += weight * values[i];
    }
  }

  private static float[] toFloats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
