package io.github.sparknn.training.network;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.Subsampling1DLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPadding1DLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;

/**
 * What a configuration says of its input and output without being run; -1 where it says nothing.
 *
 * @param input dimensions per example: features; time, features; or channels, height, width
 * @param flat whether examples of any shape are flattened for the network
 * @param outputSize values per example, or per time step
 * @param givesSequences whether they are per time step
 */
record NetworkShape(int[] input, boolean flat, int outputSize, boolean givesSequences)
    implements Serializable {
  private static final int UNKNOWN = -1;
  private static final int SEQUENCE_DIMENSIONS = 2;

  static NetworkShape of(MultiLayerConfiguration configuration) {
    int last = configuration.getConfs().size() - 1;
    int sized = last;
    while (sized > 0 && outputSize(configuration.getConf(sized).getLayer()) == UNKNOWN) {
      sized--;
    }
    // What a convolution's images become on their way to a loss layer depends on their size.
    Layer tells = configuration.getConf(sized).getLayer();
    boolean known =
        sized == last || tells instanceof DenseLayer || tells instanceof BaseRecurrentLayer;
    return ofInput(
        configuration.getInputPreProcess(0),
        configuration.getConf(0).getLayer(),
        known ? outputSize(tells) : UNKNOWN,
        givesSteps(outputLayer(configuration)));
  }

  static Layer outputLayer(MultiLayerConfiguration configuration) {
    return configuration.getConf(configuration.getConfs().size() - 1).getLayer();
  }

  /** The layer at the output; null if there is none, but another vertex. */
  static Layer outputLayer(ComputationGraphConfiguration configuration) {
    String output = configuration.getNetworkOutputs().get(0);
    GraphVertex last = configuration.getVertices().get(output);
    return last instanceof LayerVertex layer ? layer.getLayerConf().getLayer() : null;
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
    Layer lastLayer = outputLayer(configuration);
    int output = outputSize(lastLayer);
    boolean perStep = givesSteps(lastLayer);
    NetworkShape shape = new NetworkShape(new int[] {UNKNOWN}, true, output, perStep);
    for (Map.Entry<String, List<String>> vertex : configuration.getVertexInputs().entrySet()) {
      GraphVertex fed = configuration.getVertices().get(vertex.getKey());
      if (vertex.getValue().contains(inputs.get(0)) && fed instanceof LayerVertex layer) {
        shape = ofInput(layer.getPreProcessor(), layer.getLayerConf().getLayer(), output, perStep);
      }
    }
    return shape;
  }

  private static NetworkShape ofInput(
      InputPreProcessor preProcessor, Layer first, int output, boolean perStep) {
    if (preProcessor instanceof FeedForwardToCnnPreProcessor image) {
      int[] dimensions = {
        Math.toIntExact(image.getNumChannels()),
        Math.toIntExact(image.getInputHeight()),
        Math.toIntExact(image.getInputWidth())
      };
      return new NetworkShape(dimensions, true, output, perStep);
    }
    Layer layer = unwrap(first);
    int width = layer instanceof FeedForwardLayer sized ? Math.toIntExact(sized.getNIn()) : 0;
    int known = width > 0 ? width : UNKNOWN;
    if (takesSteps(layer) || preProcessor instanceof RnnToFeedForwardPreProcessor) {
      requireChannelsFirst(layer);
      int features = layer instanceof EmbeddingSequenceLayer ? 1 : known;
      return new NetworkShape(new int[] {UNKNOWN, features}, false, output, perStep);
    }
    if (layer instanceof ConvolutionLayer
        || layer instanceof SubsamplingLayer
        || layer instanceof ZeroPaddingLayer) {
      return new NetworkShape(new int[] {known, UNKNOWN, UNKNOWN}, false, output, perStep);
    }
    if (layer instanceof EmbeddingLayer) {
      return new NetworkShape(new int[] {1}, true, output, perStep);
    }
    return new NetworkShape(
        new int[] {preProcessor == null ? known : UNKNOWN}, true, output, perStep);
  }

  /** The layer that does the work of one that wraps others. */
  static Layer unwrap(Layer layer) {
    if (layer instanceof BaseWrapperLayer wrapper) {
      return unwrap(wrapper.getUnderlying());
    } else if (layer instanceof Bidirectional both) {
      return unwrap(both.getFwd());
    }
    return layer instanceof FrozenLayer frozen ? unwrap(frozen.getLayer()) : layer;
  }

  private static boolean takesSteps(Layer layer) {
    return layer instanceof BaseRecurrentLayer
        || layer instanceof EmbeddingSequenceLayer
        || layer instanceof Convolution1DLayer
        || layer instanceof Subsampling1DLayer
        || layer instanceof ZeroPadding1DLayer;
  }

  private static void requireChannelsFirst(Layer layer) {
    if (layer instanceof BaseRecurrentLayer recurrent
        && recurrent.getRnnDataFormat() == RNNFormat.NWC) {
      throw new IllegalArgumentException(
          "Cannot use network: its first layer takes sequences in the format NWC (must be NCW,"
              + " DL4J's default, into which they are turned)");
    }
  }

  private static boolean givesSteps(Layer last) {
    return last instanceof RnnOutputLayer || last instanceof RnnLossLayer;
  }

  private static int outputSize(Layer layer) {
    boolean sized = layer instanceof FeedForwardLayer && !(layer instanceof BatchNormalization);
    int outputs = sized ? Math.toIntExact(((FeedForwardLayer) layer).getNOut()) : UNKNOWN;
    return outputs > 0 ? outputs : UNKNOWN;
  }

  /** Values per example. */
  int inputSize() {
    boolean known = Arrays.stream(input).allMatch(dimension -> dimension > 0);
    return known ? size(input) : UNKNOWN;
  }

  boolean takesSequences() {
    return input.length == SEQUENCE_DIMENSIONS;
  }

  int[] exampleShape(int[] features) {
    int size = size(features);
    if (inputSize() > 0 && size != inputSize()) {
      throw new IllegalArgumentException(
          "Cannot train network: its input layer takes "
              + inputSize()
              + " values per example, the features have "
              + size);
    }
    if (!flat && features.length != input.length) {
      throw new IllegalArgumentException(
          "Cannot train network: its input layer takes "
              + input.length
              + " dimensions per example, the features have shape "
              + Arrays.toString(features)
              + " (set inputShape)");
    }
    boolean comparable = features.length == input.length && features.length > 1;
    if (comparable && !fits(features)) {
      throw new IllegalArgumentException(
          "Cannot train network: its input layer takes %s %s per example, the features have %s"
              .formatted(
                  takesSequences() ? "time, features" : "channels, height, width",
                  Arrays.toString(input).replace("-1", "?"),
                  Arrays.toString(features)));
    }
    return flat ? new int[] {size} : features.clone();
  }

  private boolean fits(int[] features) {
    return IntStream.range(0, input.length)
        .allMatch(i -> input[i] == UNKNOWN || input[i] == features[i]);
  }

  private static int size(int[] shape) {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }
}
