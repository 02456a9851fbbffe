package io.github.sparknn.training.engine.blas;

import java.util.Arrays;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSELU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossL1;
import org.nd4j.linalg.lossfunctions.impl.LossL2;
import org.nd4j.linalg.lossfunctions.impl.LossMAE;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;
import org.nd4j.linalg.lossfunctions.impl.LossNegativeLogLikelihood;

/** Translates DL4J's activations and losses; exact classes only, as subclasses may compute else. */
final class Functions {
  private static final float[] UNWEIGHTED = {};

  private Functions() {}

  /**
   * The activation.
   *
   * @param where names the layer in messages
   */
  static ActivationFunction activation(IActivation activation, String where) {
    if (activation == null) {
      throw new UnsupportedNetworkException(where + " has no activation");
    }
    Class<?> type = activation.getClass();
    if (type == ActivationIdentity.class) {
      return new Rectifiers.Identity();
    } else if (type == ActivationReLU.class && isPlain((ActivationReLU) activation)) {
      return new Rectifiers.Relu();
    } else if (type == ActivationLReLU.class
        && isBetweenZeroAndOne(((ActivationLReLU) activation).getAlpha())) {
      return new Rectifiers.LeakyRelu(((ActivationLReLU) activation).getAlpha());
    } else if (type == ActivationELU.class && ((ActivationELU) activation).getAlpha() == 1) {
      return new Rectifiers.Elu();
    } else if (type == ActivationSELU.class) {
      return new Rectifiers.Selu();
    } else if (type == ActivationGELU.class && !((ActivationGELU) activation).isPrecise()) {
      return new Sigmoids.SigmoidWeighted(Sigmoids.SigmoidWeighted.GELU);
    } else if (type == ActivationSwish.class) {
      return new Sigmoids.SigmoidWeighted(Sigmoids.SigmoidWeighted.SWISH);
    } else if (type == ActivationSigmoid.class) {
      return new Sigmoids.Sigmoid();
    } else if (type == ActivationTanH.class) {
      return new Sigmoids.Tanh();
    } else if (type == ActivationSoftPlus.class) {
      return new Sigmoids.Softplus();
    } else if (type == ActivationSoftmax.class) {
      return new Softmax();
    }
    throw new UnsupportedNetworkException(
        where + " has activation " + activation + ", which is not supported");
  }

  private static boolean isPlain(ActivationReLU relu) {
    return relu.getMax() == null && relu.getThreshold() == null && relu.getNegativeSlope() == null;
  }

  private static boolean isBetweenZeroAndOne(double alpha) {
    return alpha > 0 && alpha < 1;
  }

  /**
   * The loss on the outputs of that activation.
   *
   * @param where names the layer in messages
   */
  static Loss loss(ILossFunction loss, ActivationFunction activation, int width, String where) {
    Class<?> type = loss.getClass();
    if (type == LossMCXENT.class || type == LossNegativeLogLikelihood.class) {
      LossMCXENT crossEntropy = (LossMCXENT) loss;
      INDArray given = crossEntropy.getWeights();
      float[] weights = weights(given, width, where);
      if (activation instanceof Softmax) {
        return new CrossEntropies.SoftmaxCrossEntropy(
            crossEntropy.getSoftmaxClipEps(), given == null ? UNWEIGHTED : weights);
      }
      return new CrossEntropies.CrossEntropy(weights);
    } else if (type == LossBinaryXENT.class && !(activation instanceof Softmax)) {
      LossBinaryXENT binary = (LossBinaryXENT) loss;
      float[] weights = weights(binary.getWeights(), width, where);
      return new CrossEntropies.BinaryCrossEntropy(binary.getClipEps(), weights);
    } else if (type == LossMSE.class || type == LossL2.class) {
      float[] weights = weights(((LossL2) loss).getWeights(), width, where);
      return new Distances.Squared(type == LossMSE.class ? mean(weights) : weights);
    } else if (type == LossMAE.class || type == LossL1.class) {
      float[] weights = weights(((LossL1) loss).getWeights(), width, where);
      return new Distances.Absolute(type == LossMAE.class ? mean(weights) : weights);
    }
    String combination = type == LossBinaryXENT.class ? " on softmax" : "";
    throw new UnsupportedNetworkException(
        where + " has loss " + type.getSimpleName() + combination + ", which is not supported");
  }

  /** A weight for each column, ones without. */
  private static float[] weights(INDArray given, int width, String where) {
    if (given == null) {
      float[] ones = new float[width];
      Arrays.fill(ones, 1f);
      return ones;
    }
    if (given.length() != width) {
      throw new UnsupportedNetworkException(
          where + " has " + given.length() + " loss weights for " + width + " outputs");
    }
    return given.toFloatVector();
  }

  private static float[] mean(float[] weights) {
    float[] shares = new float[weights.length];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = weights[i] / weights.length;
    }
    return shares;
  }
}
