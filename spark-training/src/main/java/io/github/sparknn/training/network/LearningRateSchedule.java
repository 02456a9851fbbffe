package io.github.sparknn.training.network;

import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.linalg.schedule.StepSchedule;

/**
 * How the learning rate goes with the epochs, which all workers count alike. Within an epoch it
 * stays. The schedules are made of DL4J's own, so that a saved network trains on in DL4J.
 *
 * <ul>
 *   <li>{@code constant}: η
 *   <li>{@code step}: η · decayRate^⌊e / decayEpochs⌋ in epoch e, from 0
 *   <li>{@code cosine}: η (1 + cos(π e / epochs)) / 2 (Loshchilov and Hutter, "SGDR: Stochastic
 *       Gradient Descent with Warm Restarts", 2017, equation 5, without restarts, to 0)
 *   <li>{@code warmup+cosine}: η (e + 1) / (warmupEpochs + 1) in the first warmupEpochs (Goyal et
 *       al., "Accurate, Large Minibatch SGD", 2017, section 2.2), then the cosine over the others
 * </ul>
 *
 * @param name of the schedule
 * @param epochs of the whole training, at least 1
 * @param warmupEpochs of {@code warmup+cosine}, at least 1 and less than the epochs
 * @param decayEpochs of {@code step}, at least 1
 * @param decayRate of {@code step}, in (0, 1]
 */
public record LearningRateSchedule(
    String name, int epochs, int warmupEpochs, int decayEpochs, double decayRate) {
  /** The names that there are. */
  public static final List<String> NAMES = List.of("constant", "step", "cosine", "warmup+cosine");

  /**
   * Checks the name and the numbers that it uses.
   *
   * @throws IllegalArgumentException names what is wrong and what it must be
   */
  public LearningRateSchedule {
    if (!NAMES.contains(name)) {
      throw new IllegalArgumentException(
          "Invalid schedule: %s (must be one of %s)".formatted(name, NAMES));
    }
    if (name.equals("step")) {
      require(decayEpochs >= 1, "decayEpochs", decayEpochs, "must be >= 1");
      require(decayRate > 0 && decayRate <= 1, "decayRate", decayRate, "must be in (0, 1]");
    } else if (name.equals("warmup+cosine")) {
      require(
          warmupEpochs >= 1 && warmupEpochs < epochs,
          "warmupEpochs",
          warmupEpochs,
          "must be in [1, epochs), epochs being " + epochs);
    }
  }

  private static void require(boolean holds, String what, Number value, String rule) {
    if (!holds) {
      throw new IllegalArgumentException("Invalid %s: %s (%s)".formatted(what, value, rule));
    }
  }

  /** Gives an optimizer this schedule, from that rate, and gives it back. */
  public IUpdater applyTo(IUpdater optimizer, double learningRate) {
    if (!name.equals("constant")) {
      optimizer.setLrAndSchedule(learningRate, schedule(learningRate));
    }
    return optimizer;
  }

  /**
   * Whether a network holds a table of learning rates, as {@code cosine} and {@code warmup+cosine}
   * make one of the epochs: with another number of epochs it is another network.
   */
  public static boolean isTableIn(NetworkSpec network) {
    return network.json().contains(MapSchedule.class.getName());
  }

  private ISchedule schedule(double rate) {
    return switch (name) {
      case "step" -> new StepSchedule(ScheduleType.EPOCH, rate, decayRate, decayEpochs);
      case "cosine" -> table(epoch -> rate * cosine(epoch, epochs));
      default ->
          table(
              epoch ->
                  epoch < warmupEpochs
                      ? rate * (epoch + 1) / (warmupEpochs + 1)
                      : rate * cosine(epoch - warmupEpochs, epochs - warmupEpochs));
    };
  }

  private static double cosine(int epoch, int of) {
    return (1 + Math.cos(Math.PI * epoch / of)) / 2;
  }

  private ISchedule table(IntToDoubleFunction rates) {
    Map<Integer, Double> ofEpochs =
        IntStream.range(0, epochs).boxed().collect(Collectors.toMap(e -> e, rates::applyAsDouble));
    return new MapSchedule(ScheduleType.EPOCH, ofEpochs);
  }
}
