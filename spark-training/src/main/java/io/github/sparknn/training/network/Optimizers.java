package io.github.sparknn.training.network;

import java.util.List;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;

/** DL4J's optimizers by their usual names, with DL4J's defaults besides the learning rate. */
public final class Optimizers {
  /** The names that {@link #of} takes. */
  public static final List<String> NAMES = List.of("adagrad", "adam", "nesterov", "rmsprop", "sgd");

  private Optimizers() {}

  /**
   * The optimizer of that name: {@code adam} (β₁ 0.9, β₂ 0.999, ε 1e-8), {@code nesterov} (momentum
   * 0.9), {@code rmsprop} (decay 0.95), {@code adagrad}, {@code sgd}.
   *
   * @throws IllegalArgumentException if the name is unknown or the rate is not positive
   */
  public static IUpdater of(String name, double learningRate) {
    if (!(learningRate > 0)) {
      throw new IllegalArgumentException(
          "Invalid learningRate: " + learningRate + " (must be > 0)");
    }
    return switch (name) {
      case "adagrad" -> new AdaGrad(learningRate);
      case "adam" -> new Adam(learningRate);
      case "nesterov" -> new Nesterovs(learningRate, Nesterovs.DEFAULT_NESTEROV_MOMENTUM);
      case "rmsprop" -> new RmsProp(learningRate);
      case "sgd" -> new Sgd(learningRate);
      default ->
          throw new IllegalArgumentException(
              "Invalid optimizer: " + name + " (must be one of " + NAMES + ")");
    };
  }
}
