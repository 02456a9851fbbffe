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
  public static final List<String> NAMES =
      List.of("adagrad", "adam", "adamw", "nesterov", "rmsprop", "sgd");

  /** Nesterov's, as in DL4J. */
  public static final double DEFAULT_MOMENTUM = Nesterovs.DEFAULT_NESTEROV_MOMENTUM;

  private Optimizers() {}

  /** Whether weights decay apart from the optimizer's step, see {@link Regularization}. */
  public static boolean decaysWeights(String name) {
    return name.equals("adamw");
  }

  /** As {@link #of(String, double, double)}, with momentum 0.9. */
  public static IUpdater of(String name, double learningRate) {
    return of(name, learningRate, DEFAULT_MOMENTUM);
  }

  /**
   * The optimizer of that name: {@code adam} and {@code adamw}, which steps as adam does (β₁ 0.9,
   * β₂ 0.999, ε 1e-8), {@code nesterov}, {@code rmsprop} (decay 0.95), {@code adagrad}, {@code
   * sgd}.
   *
   * @param momentum of nesterov; of no effect on others
   * @throws IllegalArgumentException if the name is unknown, the rate is not positive or the
   *     momentum not in [0, 1)
   */
  public static IUpdater of(String name, double learningRate, double momentum) {
    if (!(learningRate > 0)) {
      throw new IllegalArgumentException(
          "Invalid learningRate: " + learningRate + " (must be > 0)");
    }
    if (!(momentum >= 0 && momentum < 1)) {
      throw new IllegalArgumentException("Invalid momentum: " + momentum + " (must be in [0, 1))");
    }
    return switch (name) {
      case "adagrad" -> new AdaGrad(learningRate);
      case "adam", "adamw" -> new Adam(learningRate);
      case "nesterov" -> new Nesterovs(learningRate, momentum);
      case "rmsprop" -> new RmsProp(learningRate);
      case "sgd" -> new Sgd(learningRate);
      default ->
          throw new IllegalArgumentException(
              "Invalid optimizer: " + name + " (must be one of " + NAMES + ")");
    };
  }
}
