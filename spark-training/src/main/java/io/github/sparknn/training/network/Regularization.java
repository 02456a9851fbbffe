package io.github.sparknn.training.network;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.nd4j.linalg.learning.regularization.L1Regularization;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;

/**
 * What keeps the weights of all layers, not their biases, and the steps of training small. Zero
 * leaves a means out.
 *
 * @param l1 factor of the sum of |w| in the loss
 * @param l2 half of this is the factor of the sum of w² in the loss; where {@code decoupled}, each
 *     step takes learning rate · l2 · w off instead (Loshchilov and Hutter, "Decoupled Weight Decay
 *     Regularization", 2019)
 * @param decoupled whether weights decay apart from the optimizer's step, as in AdamW
 * @param gradientClip the greatest Euclidean norm of a layer's gradient, which is scaled down to it
 */
public record Regularization(double l1, double l2, boolean decoupled, double gradientClip) {
  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is negative or no number
   */
  public Regularization {
    requireAtLeastZero("l1", l1);
    requireAtLeastZero("l2", l2);
    requireAtLeastZero("gradientClip", gradientClip);
  }

  private static void requireAtLeastZero(String name, double value) {
    if (!(value >= 0)) {
      throw new IllegalArgumentException("Invalid " + name + ": " + value + " (must be >= 0)");
    }
  }

  /** Gives all layers of a configuration these means, and gives it back. */
  public MultiLayerConfiguration applyTo(MultiLayerConfiguration configuration) {
    configuration.getConfs().forEach(layer -> applyTo(layer.getLayer()));
    return configuration;
  }

  private void applyTo(Layer layer) {
    if (layer instanceof BaseWrapperLayer wrapper) {
      applyTo(wrapper.getUnderlying());
    } else if (layer instanceof Bidirectional both) {
      applyTo(both.getFwd());
      applyTo(both.getBwd());
    } else if (layer instanceof BaseLayer base) {
      base.setRegularization(penalties());
      if (gradientClip > 0) {
        base.setGradientNormalization(GradientNormalization.ClipL2PerLayer);
        base.setGradientNormalizationThreshold(gradientClip);
      }
    }
  }

  private List<org.nd4j.linalg.learning.regularization.Regularization> penalties() {
    List<org.nd4j.linalg.learning.regularization.Regularization> penalties = new ArrayList<>();
    if (l1 > 0) {
      penalties.add(new L1Regularization(l1));
    }
    if (l2 > 0) {
      penalties.add(decoupled ? new WeightDecay(l2, true) : new L2Regularization(l2));
    }
    return penalties;
  }
}
