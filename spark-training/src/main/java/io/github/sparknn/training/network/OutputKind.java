package io.github.sparknn.training.network;

import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;

/** What the values mean that a network gives for an example, as its output layer tells. */
public enum OutputKind {
  /** Probabilities of classes, of which an example has one: softmax. */
  ONE_CLASS,
  /** A probability for each of several labels: sigmoid with binary cross-entropy as the loss. */
  SEVERAL_LABELS,
  /** Anything else. */
  NUMBERS;

  static OutputKind of(Layer last) {
    if (!(NetworkShape.unwrap(last) instanceof BaseLayer layer)) {
      return NUMBERS;
    } else if (layer.getActivationFn() instanceof ActivationSoftmax) {
      return ONE_CLASS;
    }
    boolean independent =
        layer.getActivationFn() instanceof ActivationSigmoid
            && loss(layer) instanceof LossBinaryXENT;
    return independent ? SEVERAL_LABELS : NUMBERS;
  }

  private static ILossFunction loss(Layer layer) {
    if (layer instanceof BaseOutputLayer output) {
      return output.getLossFn();
    }
    return layer instanceof LossLayer end ? end.getLossFn() : null;
  }
}
