package io.github.sparknn.estimators;

import java.io.Serializable;
import org.apache.spark.ml.param.DoubleParam;
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
    private final DoubleParam momentum;
    private final DoubleParam l1;
    private final DoubleParam l2;
    private final DoubleParam gradientClip;

    Steps(Params owner) {
      optimizer = new Param<>(owner, "optimizer", "adagrad, adam, adamw, nesterov, rmsprop or sgd");
      learningRate =
          new DoubleParam(owner, "learningRate", "step size (> 0)", ParamValidators.gt(0));
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
      owner.setDefault(momentum, 0.9);
      owner.setDefault(l1, 0.0);
      owner.setDefault(l2, 0.0);
      owner.setDefault(gradientClip, 0.0);
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

  /** Step size (default 0.001). */
  default DoubleParam learningRate() {
    return optimizerParams().learningRate;
  }

  /** The value of {@link #learningRate()}. */
  default double getLearningRate() {
    return (Double) getOrDefault(learningRate());
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
