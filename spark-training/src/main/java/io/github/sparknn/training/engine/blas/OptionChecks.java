package io.github.sparknn.training.engine.blas;

import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.buffer.DataType;

/** Declines options of networks and layers that this engine does not have. */
final class OptionChecks {
  private OptionChecks() {}

  /** Options of the whole network. */
  static void check(MultiLayerConfiguration network) {
    decline(
        network.getDataType() != DataType.FLOAT, "the network has type " + network.getDataType());
    decline(network.getBackpropType() != BackpropType.Standard, "truncated backpropagation");
  }

  /**
   * Options of a layer, whatever its kind.
   *
   * @param where names the layer in messages
   */
  static void check(NeuralNetConfiguration configuration, String where) {
    OptimizationAlgorithm algorithm = configuration.getOptimizationAlgo();
    decline(
        algorithm != OptimizationAlgorithm.STOCHASTIC_GRADIENT_DESCENT,
        where + " has optimization algorithm " + algorithm);
    decline(!configuration.isMiniBatch(), where + " has miniBatch false");
    decline(!configuration.isMinimize(), where + " has minimize false");
    decline(configuration.getStepFunction() != null, where + " has a step function");
    Layer layer = configuration.getLayer();
    decline(
        layer.getConstraints() != null && !layer.getConstraints().isEmpty(),
        where + " has constraints");
    if (layer instanceof BaseLayer base) {
      decline(base.getWeightNoise() != null, where + " has weight noise");
    }
  }

  /**
   * Options of a batch normalization.
   *
   * @param where names the layer in messages
   */
  static void check(BatchNormalization layer, String where) {
    decline(
        layer.getCnn2DFormat() != CNN2DFormat.NCHW,
        where + " has data format " + layer.getCnn2DFormat());
    // DL4J then multiplies with gamma in the gradient only.
    decline(
        layer.isLockGammaBeta() && layer.getGamma() != 1 && layer.getBeta() == 0,
        where + " has a locked gamma without beta");
  }

  /** Declines the network for that option, if it is there. */
  static void decline(boolean present, String option) {
    if (present) {
      throw new UnsupportedNetworkException(option + ", which is not supported");
    }
  }
}
