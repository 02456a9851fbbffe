package io.github.sparknn.training.engine.dl4j;

import java.util.Optional;
import org.deeplearning4j.nn.api.NeuralNetwork;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/** The loss functions at the output of networks, where each example has one output row. */
final class OutputLayers {
  private OutputLayers() {}

  /**
   * Why the loss of that network cannot be another one, or empty if it can.
   *
   * @param purpose what needs it, in the plural
   */
  static Optional<String> unsupported(NeuralNetwork network, String purpose) {
    Layer output = of(network);
    if (output == null) {
      return Optional.of("its output is not a layer");
    }
    if (output.getClass() != OutputLayer.class && output.getClass() != LossLayer.class) {
      return Optional.of(
          "its output layer is of type "
              + output.getClass().getSimpleName()
              + " ("
              + purpose
              + " need an OutputLayer or a LossLayer, one output row per example)");
    }
    return Optional.empty();
  }

  /** The configuration of the output layer, which its implementation reads; null if it is none. */
  private static Layer of(NeuralNetwork network) {
    org.deeplearning4j.nn.api.Layer output =
        network instanceof MultiLayerNetwork layers
            ? layers.getOutputLayer()
            : ((ComputationGraph) network).getOutputLayer(0);
    return output == null ? null : output.conf().getLayer();
  }

  /** The loss function of a network that is not {@link #unsupported}. */
  static ILossFunction loss(NeuralNetwork network) {
    Layer output = of(network);
    return output instanceof LossLayer layer
        ? layer.getLossFn()
        : ((BaseOutputLayer) output).getLossFn();
  }

  /** Puts another one in its place. */
  static void setLoss(NeuralNetwork network, ILossFunction loss) {
    Layer output = of(network);
    if (output instanceof LossLayer layer) {
      layer.setLossFn(loss);
    } else {
      ((BaseOutputLayer) output).setLossFn(loss);
    }
  }
}
