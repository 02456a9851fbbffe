package io.github.sparknn.training.network;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * The layers of a network that is a stack of them, to take what the network computes inside: the
 * outputs of a dense layer before the last layer.
 */
public final class LayerStack {
  private final MultiLayerConfiguration configuration;

  /**
   * The layers of a network.
   *
   * @throws IllegalArgumentException if it is a graph
   */
  public LayerStack(NetworkSpec network) {
    if (network.isGraph()) {
      throw new IllegalArgumentException(
          "Cannot take a layer's outputs: the network is a ComputationGraphConfiguration (must be a"
              + " MultiLayerConfiguration)");
    }
    configuration = MultiLayerConfiguration.fromJson(network.json());
  }

  /**
   * The index of a dense layer before the last layer.
   *
   * @param nameOrIndex its name, or its place in the stack from 0
   * @throws IllegalArgumentException if there is no such layer
   */
  public int denseLayer(String nameOrIndex) {
    return denseLayers().stream()
        .filter(i -> nameOrIndex.equals(layer(i).getLayerName()))
        .findFirst()
        .or(() -> denseLayers().stream().filter(i -> nameOrIndex.equals(i.toString())).findFirst())
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Invalid layer: %s (must be a dense layer before the last, one of %s)"
                        .formatted(nameOrIndex, described())));
  }

  /**
   * The index of the dense layer before the last layer with the fewest outputs, the first of equal
   * ones.
   *
   * @throws IllegalArgumentException if there is none
   */
  public int narrowestDenseLayer() {
    return denseLayers().stream()
        .min(Comparator.comparingInt(this::width))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Cannot take a layer's outputs: the network has no dense layer before its"
                        + " last"));
  }

  /** Values per example that a dense layer gives. */
  public int width(int denseLayer) {
    return Math.toIntExact(((DenseLayer) layer(denseLayer)).getNOut());
  }

  /**
   * The network that ends with a dense layer's outputs. Its flat parameter vector is the first part
   * of the whole network's.
   */
  public NetworkSpec upTo(int denseLayer) {
    MultiLayerConfiguration first = configuration.clone();
    List<NeuralNetConfiguration> layers =
        new ArrayList<>(first.getConfs().subList(0, denseLayer + 1));
    // An output without parameters, as engines expect a loss at the end.
    LossLayer end = new LossLayer.Builder(LossFunction.MSE).activation(Activation.IDENTITY).build();
    layers.add(new NeuralNetConfiguration.Builder().layer(end).build());
    first.setConfs(layers);
    first.getInputPreProcessors().keySet().removeIf(layer -> layer > denseLayer);
    return NetworkSpec.of(first);
  }

  private List<Integer> denseLayers() {
    return IntStream.range(0, configuration.getConfs().size() - 1)
        .filter(i -> layer(i) instanceof DenseLayer)
        .boxed()
        .toList();
  }

  private List<String> described() {
    return denseLayers().stream()
        .map(
            i ->
                layer(i).getLayerName() == null ? "" + i : i + " '" + layer(i).getLayerName() + "'")
        .toList();
  }

  private Layer layer(int index) {
    return configuration.getConf(index).getLayer();
  }
}
