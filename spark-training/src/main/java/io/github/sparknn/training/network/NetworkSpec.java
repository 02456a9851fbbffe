package io.github.sparknn.training.network;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sparknn.datasets.TensorSpec;
import io.github.sparknn.datasets.Vocabulary;
import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.NeuralNetwork;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The description of a network: a DL4J {@link MultiLayerConfiguration} or {@link
 * ComputationGraphConfiguration} with one input and one output. Immutable, serializable, equal by
 * its JSON.
 */
public final class NetworkSpec implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(NetworkSpec.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String json;
  private final boolean graph;
  private final NetworkShape shape;

  private NetworkSpec(String json, boolean graph, NetworkShape shape) {
    this.json = json;
    this.graph = graph;
    this.shape = shape;
  }

  /** The network of that configuration; later changes of the object have no effect. */
  public static NetworkSpec of(MultiLayerConfiguration configuration) {
    return new NetworkSpec(configuration.toJson(), false, NetworkShape.of(configuration));
  }

  /**
   * The network of that configuration; later changes of the object have no effect.
   *
   * @throws IllegalArgumentException if it has several inputs or outputs
   */
  public static NetworkSpec of(ComputationGraphConfiguration configuration) {
    return new NetworkSpec(configuration.toJson(), true, NetworkShape.of(configuration));
  }

  /**
   * Reads the JSON that DL4J's {@code toJson()} writes; safe with JSON from anywhere.
   *
   * @throws IllegalArgumentException if it is not the JSON of a DL4J configuration, or names a
   *     class outside of {@code org.deeplearning4j}, {@code org.nd4j} and {@code io.github.sparknn}
   */
  public static NetworkSpec fromJson(String json) {
    JsonNode root;
    try {
      NetworkJson.check(json);
      root = JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "Cannot read network: not JSON (" + e.getOriginalMessage() + ")", e);
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalArgumentException("Cannot read network: " + e.getMessage(), e);
    }
    boolean layers = root.has("confs");
    if (!layers && !root.has("vertices")) {
      throw new IllegalArgumentException(
          "Cannot read network: not a DL4J configuration (neither \"confs\" nor \"vertices\" at its"
              + " top level)");
    }
    try {
      return layers
          ? of(MultiLayerConfiguration.fromJson(json))
          : of(ComputationGraphConfiguration.fromJson(json));
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("Cannot read network: " + e.getMessage(), e);
    }
  }

  /** Where in the JSON a schedule stands that counts iterations, not epochs; empty if none does. */
  public Optional<String> iterationSchedule() {
    try {
      return IterationSchedules.first(JSON.readTree(json));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e); // It was read before.
    }
  }

  /** DL4J's JSON of the configuration. */
  public String json() {
    return json;
  }

  /** Whether it is a ComputationGraphConfiguration, else a MultiLayerConfiguration. */
  public boolean isGraph() {
    return graph;
  }

  /** Values per example that the input layer takes, or -1 when the configuration does not tell. */
  public int inputSize() {
    return shape.inputSize();
  }

  /**
   * Whether an example is a sequence of time steps ({@code float[time, features]}), whose number
   * may vary from example to example.
   */
  public boolean takesSequences() {
    return shape.takesSequences();
  }

  /** Whether the output layer gives values for each time step of an example. */
  public boolean givesSequences() {
    return shape.givesSequences();
  }

  /** Values per example that the output layer gives, or -1 when the configuration does not tell. */
  public int outputSize() {
    return shape.outputSize();
  }

  /**
   * Dimensions of an example that the configuration tells, -1 for each that it does not: {@code
   * {values}}, {@code {time, features}}, or {@code {channels, height, width}}.
   */
  public int[] inputShape() {
    return shape.input().clone();
  }

  /** What the values mean that the network gives. */
  public OutputKind outputKind() {
    return graph
        ? OutputKind.of(NetworkShape.outputLayer(ComputationGraphConfiguration.fromJson(json)))
        : OutputKind.of(NetworkShape.outputLayer(MultiLayerConfiguration.fromJson(json)));
  }

  /**
   * Number of parameters; takes no memory for them.
   *
   * @throws IllegalArgumentException if the configuration is not whole
   */
  public long parameterCount() {
    return counting(() -> Arrays.stream(countPerLayer()).reduce(0, Math::addExact));
  }

  /**
   * Number of parameters of each layer or vertex, in the configuration's order.
   *
   * @throws IllegalArgumentException if the configuration is not whole
   */
  public List<Long> layerParameterCounts() {
    return counting(() -> Arrays.stream(countPerLayer()).boxed().toList());
  }

  private long[] countPerLayer() {
    return graph
        ? ParameterCounts.of(ComputationGraphConfiguration.fromJson(json))
        : ParameterCounts.of(MultiLayerConfiguration.fromJson(json));
  }

  private static <T> T counting(Supplier<T> counts) {
    try {
      return counts.get();
    } catch (RuntimeException e) { // Whatever a layer throws that lacks something.
      throw new IllegalArgumentException(
          "Cannot count the network's parameters: " + e.getMessage(), e);
    }
  }

  /**
   * The shape in which an example goes into the network: features of any shape are flattened for a
   * network that begins with a dense layer or flattens by itself, and keep their shape otherwise.
   *
   * @param features shape of one example without the batch dimension: {@code {channels, height,
   *     width}} for images, {@code {time, features}} for sequences
   * @throws IllegalArgumentException if the network takes another number of values or dimensions
   */
  public int[] exampleShape(int[] features) {
    return shape.exampleShape(features);
  }

  /**
   * As {@link #exampleShape(int[])} of the spec's shape, ids being one-hot.
   *
   * @throws IllegalArgumentException also if examples are sequences of varying length and the
   *     network takes none
   */
  public int[] exampleShape(TensorSpec features) {
    if (features.isSequence() && !takesSequences()) {
      throw new IllegalArgumentException(
          "Cannot train network: column '%s' holds sequences of varying length, and the network"
                  .formatted(features.columns().get(0))
              + " takes none (its first layer must be a recurrent or one-dimensional one)");
    }
    return exampleShape(
        features.vocabulary().isEmpty() ? features.shape() : new int[] {features.networkSize()});
  }

  /**
   * The features as this network takes them: ids are one-hot to it, or numbers where it takes as
   * many values as there are positions, as one with DL4J's EmbeddingLayer does.
   */
  public TensorSpec withIdsAsTaken(TensorSpec features) {
    boolean readsIds = !features.vocabulary().isEmpty() && inputSize() == features.size();
    return readsIds ? features.withVocabulary(Vocabulary.NONE) : features;
  }

  /**
   * What training takes.
   *
   * @param exampleShape as {@link #exampleShape} gives it
   * @return empty when DL4J cannot tell for one of the layers
   */
  public Optional<NetworkMemory> memory(int[] exampleShape, int batchSize) {
    InputType input = inputType(exampleShape);
    try {
      MemoryReport report =
          graph
              ? ComputationGraphConfiguration.fromJson(json).getMemoryReport(input)
              : MultiLayerConfiguration.fromJson(json).getMemoryReport(input);
      return Optional.of(NetworkMemory.of(report, batchSize));
    } catch (RuntimeException e) { // Whatever a layer throws that does not implement it.
      LOG.debug("DL4J does not estimate the memory of this network", e);
      return Optional.empty();
    }
  }

  /**
   * The layers or vertices as lines of a table, in the configuration's order.
   *
   * @param exampleShape as {@link #exampleShape} gives it
   * @return empty when DL4J cannot tell what the layers give
   */
  public List<LayerSummary> layers(int[] exampleShape) {
    InputType input = inputType(exampleShape);
    try {
      return graph
          ? LayerTable.of(ComputationGraphConfiguration.fromJson(json), input)
          : LayerTable.of(MultiLayerConfiguration.fromJson(json), input);
    } catch (RuntimeException e) { // Whatever a layer throws that does not implement it.
      LOG.debug("DL4J does not tell the shapes of this network", e);
      return List.of();
    }
  }

  private static InputType inputType(int[] exampleShape) {
    return switch (exampleShape.length) {
      case 1 -> InputType.feedForward(exampleShape[0]);
      case 2 -> InputType.recurrent(exampleShape[1], exampleShape[0]);
      default -> InputType.convolutional(exampleShape[1], exampleShape[2], exampleShape[0]);
    };
  }

  /** A new DL4J network with initialized parameters: seeded by its configuration. */
  public NeuralNetwork newNetwork() {
    NeuralNetwork network = graph ? newGraph() : newLayers();
    network.init();
    return network;
  }

  private MultiLayerNetwork newLayers() {
    MultiLayerConfiguration configuration = MultiLayerConfiguration.fromJson(json);
    configuration.getConfs().forEach(layer -> layer.setSeed(Seeds.forNd4j(layer.getSeed())));
    return new MultiLayerNetwork(configuration);
  }

  private ComputationGraph newGraph() {
    ComputationGraphConfiguration configuration = ComputationGraphConfiguration.fromJson(json);
    NeuralNetConfiguration defaults = configuration.getDefaultConfiguration();
    defaults.setSeed(Seeds.forNd4j(defaults.getSeed()));
    return new ComputationGraph(configuration);
  }

  /**
   * Where in the flat parameter vector batch normalization keeps its running mean and variance (or
   * log10 of deviation), which no gradient trains; in order. Initializes a network.
   */
  public List<FlatRange> runningStatistics() {
    NeuralNetwork network = newNetwork();
    try {
      return RunningStatistics.of(network);
    } finally {
      NetworkStates.close(network);
    }
  }

  /** Parameters as the configuration's seed and weight initialization give them, no steps done. */
  public ModelState initialState() {
    NeuralNetwork network = newNetwork();
    try {
      return NetworkStates.read(network);
    } finally {
      NetworkStates.close(network);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NetworkSpec spec && spec.json.equals(json);
  }

  @Override
  public int hashCode() {
    return json.hashCode();
  }

  @Override
  public String toString() {
    return json;
  }
}
