package io.github.sparknn.training.averaging;

import io.github.sparknn.training.network.FlatRange;
import io.github.sparknn.training.network.NetworkSpec;
import java.util.List;
import java.util.function.Supplier;

/**
 * Makes the next round's parameters from the round's start θ and the mean of the workers'
 * parameters, by the outer gradient Δ = θ − mean. Lives on the driver for one training; not
 * thread-safe.
 */
public interface OuterOptimizer {
  /** The names that {@link #of} takes. */
  List<String> NAMES = List.of("mean", "nesterov", "slowmo");

  /**
   * The next round's parameters, as a new array or one of the given ones, which are not changed.
   *
   * @param start the round's start θ
   * @param mean of the workers' parameters after the round
   */
  float[] step(float[] start, float[] mean);

  /** A copy of what must be kept to go on later: the momentum, empty before the first step. */
  float[] state();

  /** Goes on from a {@link #state}. */
  void restore(float[] state);

  /**
   * The optimizer of that name, without momentum yet: {@code mean} takes the workers' mean itself;
   * {@code nesterov} is {@link OuterMomentum#nesterov} with η = 0.7 and μ = 0.9; {@code slowmo} is
   * {@link OuterMomentum#slowMo} with α = 1 and β = 0.7.
   *
   * <p>In a steady direction the momentum moves by 7 Δ a round ({@code nesterov}) or 3.3 Δ ({@code
   * slowmo}): too far where the workers' learning rate is high already, or after rounds of few
   * mini-batches of Adam. It needs some 20 rounds to build up.
   *
   * @throws IllegalArgumentException if there is no such optimizer
   */
  static OuterOptimizer of(String name) {
    return of(name, List::of);
  }

  /**
   * As {@link #of(String)}, for the parameters that gradients train: running means and variances of
   * batch normalization take the workers' mean whatever the name.
   *
   * @throws IllegalArgumentException if there is no such optimizer
   */
  static OuterOptimizer of(String name, NetworkSpec network) {
    return of(name, network::runningStatistics);
  }

  private static OuterOptimizer of(String name, Supplier<List<FlatRange>> statistics) {
    return switch (name) {
      case "mean" -> new Mean();
      case "nesterov" -> new StatisticsByMean(OuterMomentum.nesterov(0.7, 0.9), statistics.get());
      case "slowmo" -> new StatisticsByMean(OuterMomentum.slowMo(1, 0.7), statistics.get());
      default ->
          throw new IllegalArgumentException(
              "Invalid averaging: " + name + " (must be one of " + NAMES + ")");
    };
  }
}
