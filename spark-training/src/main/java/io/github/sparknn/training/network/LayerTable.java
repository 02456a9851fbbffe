package io.github.sparknn.training.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.AbstractLSTM;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;

/** The lines of a network's table. */
final class LayerTable {
  private static final int GATES = 4;
  private static final long FLOP_PER_WEIGHT = 2;

  private LayerTable() {}

  /** Of each layer, in order. */
  static List<LayerSummary> of(MultiLayerConfiguration configuration, InputType input) {
    List<InputType> outputs = configuration.getLayerActivationTypes(input);
    long[] parameters = ParameterCounts.of(configuration);
    List<LayerSummary> lines = new ArrayList<>();
    InputType before = input;
    for (int i = 0; i < parameters.length; i++) {
      Layer layer = configuration.getConf(i).getLayer();
      String own = layer.getLayerName();
      String name = own == null ? Integer.toString(i) : own;
      lines.add(line(name, layer, before, outputs.get(i), parameters[i]));
      before = outputs.get(i);
    }
    return lines;
  }

  /** Of each vertex, in the configuration's order. */
  static List<LayerSummary> of(ComputationGraphConfiguration configuration, InputType input) {
    Map<String, InputType> outputs = configuration.getLayerActivationTypes(input);
    long[] parameters = ParameterCounts.of(configuration);
    List<LayerSummary> lines = new ArrayList<>();
    for (Map.Entry<String, GraphVertex> vertex : configuration.getVertices().entrySet()) {
      String name = vertex.getKey();
      long count = parameters[lines.size()];
      if (vertex.getValue() instanceof LayerVertex layered) {
        Layer layer = layered.getLayerConf().getLayer();
        String first = configuration.getVertexInputs().get(name).get(0);
        InputType before = outputs.getOrDefault(first, input);
        lines.add(line(name, layer, before, outputs.get(name), count));
      } else {
        String type = vertex.getValue().getClass().getSimpleName();
        OptionalLong flop = count == 0 ? OptionalLong.of(0) : OptionalLong.empty();
        lines.add(new LayerSummary(name, type, shape(outputs.get(name)), count, flop));
      }
    }
    return lines;
  }

  private static LayerSummary line(
      String name, Layer layer, InputType input, InputType output, long parameters) {
    OptionalLong flop = parameters == 0 ? OptionalLong.of(0) : flop(layer, input, output);
    return new LayerSummary(name, type(layer), shape(output), parameters, flop);
  }

  private static String type(Layer layer) {
    String own = layer.getClass().getSimpleName();
    Layer inner = inner(layer);
    return inner == null ? own : own + " " + type(inner);
  }

  /** The layer that this one wraps; null if it wraps none. */
  private static Layer inner(Layer layer) {
    if (layer instanceof BaseWrapperLayer wrapper) {
      return wrapper.getUnderlying();
    } else if (layer instanceof Bidirectional both) {
      return both.getFwd();
    }
    return layer instanceof FrozenLayer frozen ? frozen.getLayer() : null;
  }

  private static OptionalLong flop(Layer layer, InputType input, InputType output) {
    Layer inner = inner(layer);
    if (inner != null) {
      OptionalLong once = flop(inner, input, output);
      boolean twice = layer instanceof Bidirectional;
      return twice && once.isPresent() ? OptionalLong.of(2 * once.getAsLong()) : once;
    }
    long weights = weights(layer);
    long places = places(layer, input, output);
    return weights < 0 || places < 0
        ? OptionalLong.empty()
        : OptionalLong.of(FLOP_PER_WEIGHT * weights * places);
  }

  /** Weights that inputs are multiplied with; -1 where that is not known. */
  private static long weights(Layer layer) {
    if (layer instanceof EmbeddingLayer || layer instanceof EmbeddingSequenceLayer) {
      return 0;
    }
    if (!(layer instanceof FeedForwardLayer sized)) {
      return -1;
    }
    long in = sized.getNIn();
    long out = sized.getNOut();
    if (layer instanceof AbstractLSTM) {
      return GATES * out * (in + out);
    } else if (layer instanceof SimpleRnn) {
      return out * (in + out);
    } else if (isPlain(layer)) {
      return in * out * product(((ConvolutionLayer) layer).getKernelSize());
    }
    return layer instanceof DenseLayer || layer instanceof BaseOutputLayer ? in * out : -1;
  }

  private static long product(int[] sizes) {
    return Arrays.stream(sizes).asLongStream().reduce(1, (a, b) -> a * b);
  }

  /** Subclasses use their weights in other ways. */
  private static boolean isPlain(Layer layer) {
    return layer.getClass() == ConvolutionLayer.class
        || layer.getClass() == Convolution1DLayer.class;
  }

  /** Places of an example where each weight is used; -1 where that is not known. */
  private static long places(Layer layer, InputType input, InputType output) {
    if (output instanceof InputType.InputTypeConvolutional image && isPlain(layer)) {
      return image.getHeight() * image.getWidth();
    }
    if (isPlain(layer) && output instanceof InputType.InputTypeRecurrent steps) {
      return steps.getTimeSeriesLength();
    }
    // A layer for each time step, also where its last output alone goes on.
    if (input instanceof InputType.InputTypeRecurrent steps) {
      return steps.getTimeSeriesLength();
    }
    return 1;
  }

  private static String shape(InputType type) {
    if (type instanceof InputType.InputTypeRecurrent steps) {
      return steps.getTimeSeriesLength() + "x" + steps.getSize();
    }
    return type == null
        ? ""
        : Arrays.stream(type.getShape(false))
            .mapToObj(Long::toString)
            .collect(Collectors.joining("x"));
  }
}
