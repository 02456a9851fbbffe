package io.github.sparknn.estimators;

import io.github.sparknn.training.network.LearningRateSchedule;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.Params;

/** Parameters of the steps that a network's weights take. */
public interface OptimizerParams extends Params {

  /** The parameter objects of one stage. */
  final class Steps implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Param<String> optimizer;
    private final DoubleParam learningRate;
    private final Param<String> schedule;
    private final IntParam warmupEpochs;
    private final IntParam decayEpochs;
    private final DoubleParam decayRate;
    private final DoubleParam momentum;
    private final DoubleParam l1;
    private final DoubleParam l2;
    private final DoubleParam gradientClip;

    Steps(Params owner) {
      optimizer = new Param<>(owner, "optimizer", "adagrad, adam, adamw, nesterov, rmsprop or sgd");
      learningRate =
          new DoubleParam(owner, "learningRate", "step size (> 0)", ParamValidators.gt(0));
      schedule =
          new Param<>(
              owner,
              "schedule",
              "how the learning rate goes with the epochs: constant, cosine, step or warmup+cosine");
      warmupEpochs =
          new IntParam(
              owner,
              "warmupEpochs",
              "of schedule warmup+cosine: epochs in which the learning rate rises",
              ParamValidators.gt(0));
      decayEpochs =
          new IntParam(
              owner,
              "decayEpochs",
              "of schedule step: epochs after which the learning rate falls",
              ParamValidators.gt(0));
      decayRate =
          new DoubleParam(
              owner,
              "decayRate",
              "of schedule step: what the learning rate is multiplied by, in (0, 1]",
              ParamValidators.inRange(0, 1, false, true));
      momentum =
          new DoubleParam(
              owner,
              "momentum",
              "of optimizer nesterov, in [0, 1)",
              ParamValidators.inRange(0, 1, true, false));
      l1 =
          new DoubleParam(
              owner, "l1", "factor of the sum of |weight| in the loss", ParamValidators.gtEq(0));
      l2 =
          new DoubleParam(
              owner,
              "l2",
              "factor of half the sum of weight^2 in the loss; of optimizer adamw, the share of each"
                  + " weight that a step takes off, times the learning rate",
              ParamValidators.gtEq(0));
      gradientClip =
          new DoubleParam(
              owner,
              "gradientClip",
              "greatest Euclidean norm of a layer's gradient; 0 = any",
              ParamValidators.gtEq(0));
      owner.setDefault(optimizer, "adam");
      owner.setDefault(learningRate, 1e-3);
      owner.setDefault(schedule, "constant");
      owner.setDefault(warmupEpochs, 1);
      owner.setDefault(decayEpochs, 10);
      owner.setDefault(decayRate, 0.1);
      owner.setDefault(momentum, 0.9);
      owner.setDefault(l1, 0.0);
      owner.setDefault(l2, 0.0);
      owner.setDefault(gradientClip, 0.0);
    }

    /** All of them. */
    List<Param<?>> all() {
      return List.of(
          optimizer,
          learningRate,
          schedule,
          warmupEpochs,
          decayEpochs,
          decayRate,
          momentum,
          l1,
          l2,
          gradientClip);
    }
  }

  /** The stage's parameter objects. */
  Steps optimizerParams();

  /** The optimizer's name (default {@code adam}). */
  default Param<String> optimizer() {
    return optimizerParams().optimizer;
  }

  /** The value of {@link #optimizer()}. */
  default String getOptimizer() {
    return getOrDefault(optimizer());
  }

  /** Step size (default 0.001), before the {@link #schedule()}. */
  default DoubleParam learningRate() {
    return optimizerParams().learningRate;
  }

  /** The value of {@link #learningRate()}. */
  default double getLearningRate() {
    return (Double) getOrDefault(learningRate());
  }

  /**
   * How the learning rate goes with the epochs, see {@link LearningRateSchedule} (default {@code
   * constant}).
   */
  default Param<String> schedule() {
    return optimizerParams().schedule;
  }

  /** The value of {@link #schedule()}. */
  default String getSchedule() {
    return getOrDefault(schedule());
  }

  /**
   * Epochs in which schedule {@code warmup+cosine} raises the learning rate (default 1); an error
   * where set for another.
   */
  default IntParam warmupEpochs() {
    return optimizerParams().warmupEpochs;
  }

  /** The value of {@link #warmupEpochs()}. */
  default int getWarmupEpochs() {
    return (Integer) getOrDefault(warmupEpochs());
  }

  /**
   * Epochs after which schedule {@code step} lowers the learning rate (default 10); an error where
   * set for another.
   */
  default IntParam decayEpochs() {
    return optimizerParams().decayEpochs;
  }

  /** The value of {@link #decayEpochs()}. */
  default int getDecayEpochs() {
    return (Integer) getOrDefault(decayEpochs());
  }

  /**
   * What schedule {@code step} multiplies the learning rate by (default 0.1); an error where set
   * for another.
   */
  default DoubleParam decayRate() {
    return optimizerParams().decayRate;
  }

  /** The value of {@link #decayRate()}. */
  default double getDecayRate() {
    return (Double) getOrDefault(decayRate());
  }

  /** Momentum of optimizer {@code nesterov} (default 0.9); an error where set for another. */
  default DoubleParam momentum() {
    return optimizerParams().momentum;
  }

  /** The value of {@link #momentum()}. */
  default double getMomentum() {
    return (Double) getOrDefault(momentum());
  }

  /** Factor of the sum of |weight| in the loss, without biases (default 0). */
  default DoubleParam l1() {
    return optimizerParams().l1;
  }

  /** The value of {@link #l1()}. */
  default double getL1() {
    return (Double) getOrDefault(l1());
  }

  /**
   * Factor of half the sum of weight² in the loss, without biases (default 0). With optimizer
   * {@code adamw} a step takes learningRate · l2 · weight off instead.
   */
  default DoubleParam l2() {
    return optimizerParams().l2;
  }

  /** The value of {@link #l2()}. */
  default double getL2() {
    return (Double) getOrDefault(l2());
  }

  /** Greatest Euclidean norm of a layer's gradient, of a mini-batch's mean (default 0: any). */
  default DoubleParam gradientClip() {
    return optimizerParams().gradientClip;
  }

  /** The value of {@link #gradientClip()}. */
  default double getGradientClip() {
    return (Double) getOrDefault(gradientClip());
  }
}
