package io.github.sparknn.training.network;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;

/**
 * What a configuration says of its input and output without being run; -1 where it says nothing.
 *
 * @param inputSize values per example
 * @param inputRank dimensions per example: 1 flat, 2 a sequence [features, time], 3 an image
 *     [channels, height, width]
 * @param outputSize values per example
 */
record NetworkShape(int inputSize, int inputRank, int outputSize) implements Serializable {
  private static final int UNKNOWN = -1;

  static NetworkShape of(MultiLayerConfiguration configuration) {
    int last = configuration.getConfs().size() - 1;
    NetworkShape input =
        ofInput(configuration.getInputPreProcess(0), configuration.getConf(0).getLayer());
    int sized = last;
    while (sized > 0 && outputSize(configuration.getConf(sized).getLayer()) == UNKNOWN) {
      sized--;
    }
    // What a convolution's images become on their way to a loss layer depends on their size.
    Layer tells = configuration.getConf(sized).getLayer();
    boolean known = sized == last || tells instanceof DenseLayer;
    int output = known ? outputSize(tells) : UNKNOWN;
    return new NetworkShape(input.inputSize, input.inputRank, output);
  }

  static NetworkShape of(ComputationGraphConfiguration configuration) {
    List<String> inputs = configuration.getNetworkInputs();
    List<String> outputs = configuration.getNetworkOutputs();
    if (inputs.size() != 1 || outputs.size() != 1) {
      throw new IllegalArgumentException(
          "Cannot use network: it has inputs "
              + inputs
              + " and outputs "
              + outputs
              + " (must be one each)");
    }
    NetworkShape input = new NetworkShape(UNKNOWN, 1, UNKNOWN);
    for (Map.Entry<String, List<String>> vertex : configuration.getVertexInputs().entrySet()) {
      GraphVertex fed = configuration.getVertices().get(vertex.getKey());
      if (vertex.getValue().contains(inputs.get(0)) && fed instanceof LayerVertex layer) {
        input = ofInput(layer.getPreProcessor(), layer.getLayerConf().getLayer());
      }
    }
    GraphVertex last = configuration.getVertices().get(outputs.get(0));
    int output =
        last instanceof LayerVertex layer ? outputSize(layer.getLayerConf().getLayer()) : UNKNOWN;
    return new NetworkShape(input.inputSize, input.inputRank, output);
  }

  private static NetworkShape ofInput(InputPreProcessor preProcessor, Layer first) {
    if (preProcessor instanceof FeedForwardToCnnPreProcessor image) {
      long size = image.getInputHeight() * image.getInputWidth() * image.getNumChannels();
      return new NetworkShape(Math.toIntExact(size), 1, UNKNOWN);
    }
    if (first instanceof ConvolutionLayer
        || first instanceof SubsamplingLayer
        || first instanceof ZeroPaddingLayer) {
      return new NetworkShape(UNKNOWN, 3, UNKNOWN);
    }
    if (first instanceof BaseRecurrentLayer) {
      return new NetworkShape(UNKNOWN, 2, UNKNOWN);
    }
    if (first instanceof EmbeddingLayer) {
      return new NetworkShape(1, 1, UNKNOWN);
    }
    if (preProcessor == null && first instanceof FeedForwardLayer layer && layer.getNIn() > 0) {
      return new NetworkShape(Math.toIntExact(layer.getNIn()), 1, UNKNOWN);
    }
    return new NetworkShape(UNKNOWN, 1, UNKNOWN);
  }

  private static int outputSize(Layer layer) {
    boolean sized = layer instanceof FeedForwardLayer && !(layer instanceof BatchNormalization);
    int outputs = sized ? Math.toIntExact(((FeedForwardLayer) layer).getNOut()) : UNKNOWN;
    return outputs > 0 ? outputs : UNKNOWN;
  }
}
