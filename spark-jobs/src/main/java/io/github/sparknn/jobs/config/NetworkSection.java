package io.github.sparknn.jobs.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparknn.training.network.ImageNetworkBuilder;
import io.github.sparknn.training.network.LearningRateSchedule;
import io.github.sparknn.training.network.NetworkBuilder;
import io.github.sparknn.training.network.NetworkSpec;
import io.github.sparknn.training.network.Networks;
import io.github.sparknn.training.network.Optimizers;
import io.github.sparknn.training.network.Regularization;
import io.github.sparknn.training.network.SequenceNetworkBuilder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * A network in a job file: input, layers in order, dense ones last, output, optimizer. An input of
 * three numbers is an image (channels, height, width); layers that begin with lstm take sequences,
 * those that begin with embedding sequences of ids.
 */
final class NetworkSection {
  static final List<String> OUTPUTS = List.of("classifier", "regressor", "multiLabel");

  /** The keys, each with what it means. */
  static final Map<String, String> KEYS = keys();

  private static final String DENSE = "dense";
  private static final String EMBEDDING = "embedding";
  private static final int IMAGE_DIMENSIONS = 3;
  private static final double DEFAULT_LEARNING_RATE = 1e-3;
  private static final int DEFAULT_DECAY_EPOCHS = 10;
  private static final double DEFAULT_DECAY_RATE = 0.1;

  private final JsonNode section;
  private final int epochs;

  private NetworkSection(JsonNode section, int epochs) {
    this.section = section;
    this.epochs = epochs;
  }

  private static Map<String, String> keys() {
    Map<String, String> keys = new LinkedHashMap<>();
    keys.put("input", "values or features of an example; of images channels, height, width");
    keys.put("layers", "the layers in order, dense ones last");
    keys.put("classifier", "number of classes that the output layer tells apart");
    keys.put("regressor", "number of values that the output layer predicts");
    keys.put("multiLabel", "number of labels that the output layer predicts, each 0 or 1");
    keys.put("loss", "of a regressor: mse (default) or mae");
    keys.put("activation", "activation function of the hidden layers; default relu");
    keys.put("dropout", "share of each hidden layer's outputs set to zero in training");
    keys.put("optimizer", "default adam");
    keys.put("learningRate", "step size, before the schedule; default 0.001");
    keys.put("momentum", "of optimizer nesterov; default 0.9");
    keys.put("schedule", "how the learning rate goes with the stage's epochs; default constant");
    keys.put("warmupEpochs", "of schedule warmup+cosine; default 1");
    keys.put("decayEpochs", "of schedule step: epochs between two falls; default 10");
    keys.put("decayRate", "of schedule step: what the rate is multiplied by; default 0.1");
    keys.put("l1", "factor of the sum of |weight| in the loss");
    keys.put("l2", "factor of half the sum of weight^2 in the loss; of adamw, weight decay");
    keys.put("gradientClip", "greatest Euclidean norm of a layer's gradient; 0 = any");
    keys.put("seed", "of the initial weights");
    return Collections.unmodifiableMap(keys);
  }

  /**
   * The configuration in DL4J's JSON.
   *
   * @param epochs of the training, which a schedule goes by
   * @throws IllegalArgumentException if a key is unknown or missing, or a value cannot be used
   */
  static String toJson(JsonNode section, int epochs) {
    section
        .fieldNames()
        .forEachRemaining(
            key -> {
              if (!KEYS.containsKey(key)) {
                throw new IllegalArgumentException(
                    "unknown key '" + key + "' in network " + Keys.hint(key, KEYS.keySet()));
              }
            });
    try {
      return NetworkSpec.of(new NetworkSection(section, epochs).build()).json();
    } catch (IllegalStateException e) { // The builders' answer to layers that do not go together.
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private MultiLayerConfiguration build() {
    List<Map.Entry<String, JsonNode>> layers = layers();
    int[] input = ints("input", section.get("input"));
    if (input.length == IMAGE_DIMENSIONS) {
      return finish(image(Networks.cnn(input[0], input[1], input[2]), layers));
    } else if (input.length != 1) {
      throw invalid(
          "input", section.get("input"), "must be one number, or channels, height, width");
    } else if (!layers.isEmpty() && List.of("lstm", EMBEDDING).contains(layers.get(0).getKey())) {
      return finish(sequence(input[0], layers));
    }
    var dense = Networks.mlp(input[0]);
    layers.forEach(layer -> dense.dense(only(DENSE, layer)));
    return finish(dense);
  }

  private static ImageNetworkBuilder image(
      ImageNetworkBuilder images, List<Map.Entry<String, JsonNode>> layers) {
    for (Map.Entry<String, JsonNode> layer : layers) {
      switch (layer.getKey()) {
        case "samePadding" -> {
          bare(layer);
          images.samePadding();
        }
        case "convolution" -> {
          int[] sizes = ints(layer.getKey(), layer.getValue());
          if (sizes.length != 2) {
            throw invalid(layer.getKey(), layer.getValue(), "must be filters, kernel");
          }
          images.convolution(sizes[0], sizes[1]);
        }
        case "maxPooling" -> images.maxPooling(one(layer));
        case "averagePooling" -> images.averagePooling(one(layer));
        case "batchNormalization" -> {
          bare(layer);
          images.batchNormalization();
        }
        case DENSE -> images.dense(ints(layer.getKey(), layer.getValue()));
        default ->
            throw unknown(
                layer.getKey(),
                "samePadding",
                "convolution",
                "maxPooling",
                "averagePooling",
                "batchNormalization",
                DENSE);
      }
    }
    return images;
  }

  private static SequenceNetworkBuilder sequence(
      int features, List<Map.Entry<String, JsonNode>> layers) {
    int[] units =
        layers.stream()
            .filter(layer -> layer.getKey().equals("lstm"))
            .flatMapToInt(layer -> IntStream.of(ints("lstm", layer.getValue())))
            .toArray();
    Map.Entry<String, JsonNode> first = layers.get(0);
    boolean embedded = first.getKey().equals(EMBEDDING);
    SequenceNetworkBuilder sequences =
        embedded ? Networks.embedding(features, one(first), units) : Networks.lstm(features, units);
    for (Map.Entry<String, JsonNode> layer : layers.subList(embedded ? 1 : 0, layers.size())) {
      switch (layer.getKey()) {
        case EMBEDDING ->
            throw new IllegalArgumentException("Cannot add embedding: it must be the first layer");
        case "lstm" -> {} // All of them make up the builder's first layers.
        case "bidirectional" -> {
          bare(layer);
          sequences.bidirectional();
        }
        case "averagePooling" -> {
          bare(layer);
          sequences.averagePooling();
        }
        case "maxPooling" -> {
          bare(layer);
          sequences.maxPooling();
        }
        case DENSE -> sequences.dense(ints(layer.getKey(), layer.getValue()));
        default ->
            throw unknown(
                layer.getKey(), "lstm", "bidirectional", "averagePooling", "maxPooling", DENSE);
      }
    }
    return sequences;
  }

  private MultiLayerConfiguration finish(NetworkBuilder<?> network) {
    if (section.has("activation")) {
      network.activation(text("activation", ""));
    }
    if (section.has("dropout")) {
      network.dropout(number("dropout", 0));
    }
    if (section.has("seed")) {
      JsonNode seed = section.get("seed");
      if (!ParamValues.isLong(seed)) {
        throw invalid("seed", seed, "must be an integer");
      }
      network.seed(seed.longValue());
    }
    String optimizer = text("optimizer", "adam");
    network.optimizer(updater(optimizer));
    Regularization regularization =
        new Regularization(
            number("l1", 0),
            number("l2", 0),
            Optimizers.decaysWeights(optimizer),
            number("gradientClip", 0));
    List<String> outputs = OUTPUTS.stream().filter(section::has).toList();
    if (outputs.size() != 1) {
      throw new IllegalArgumentException(
          "Invalid network: outputs " + outputs + " (must be one of " + OUTPUTS + ")");
    }
    requireWith("loss", section.has("regressor"), "regressor");
    int size = one(Map.entry(outputs.get(0), section.get(outputs.get(0))));
    return regularization.applyTo(
        switch (outputs.get(0)) {
          case "classifier" -> network.classifier(size);
          case "regressor" -> network.regressor(size, text("loss", "mse"));
          default -> network.multiLabel(size);
        });
  }

  private IUpdater updater(String optimizer) {
    String schedule = text("schedule", "constant");
    requireWith("momentum", optimizer.equals("nesterov"), "optimizer nesterov");
    requireWith("warmupEpochs", schedule.equals("warmup+cosine"), "schedule warmup+cosine");
    requireWith("decayEpochs", schedule.equals("step"), "schedule step");
    requireWith("decayRate", schedule.equals("step"), "schedule step");
    double learningRate = number("learningRate", DEFAULT_LEARNING_RATE);
    return new LearningRateSchedule(
            schedule,
            epochs,
            count("warmupEpochs", 1),
            count("decayEpochs", DEFAULT_DECAY_EPOCHS),
            number("decayRate", DEFAULT_DECAY_RATE))
        .applyTo(
            Optimizers.of(optimizer, learningRate, number("momentum", Optimizers.DEFAULT_MOMENTUM)),
            learningRate);
  }

  private void requireWith(String key, boolean used, String needed) {
    if (section.has(key) && !used) {
      throw invalid(key, section.get(key), "must go with " + needed);
    }
  }

  private String text(String key, String otherwise) {
    return section.has(key) ? section.get(key).asText() : otherwise;
  }

  private int count(String key, int otherwise) {
    return section.has(key) ? one(Map.entry(key, section.get(key))) : otherwise;
  }

  /** The layers by name, each with its numbers, or with the name again when it has none. */
  private List<Map.Entry<String, JsonNode>> layers() {
    JsonNode list = section.path("layers");
    if (!list.isArray() && !list.isMissingNode()) {
      throw invalid("layers", list, "must be a list");
    }
    List<Map.Entry<String, JsonNode>> layers = new ArrayList<>();
    for (JsonNode layer : list) {
      if (layer.isTextual()) {
        layers.add(Map.entry(layer.textValue(), layer));
      } else if (layer.isObject() && layer.size() == 1) {
        layers.add(layer.fields().next());
      } else {
        throw invalid("layer", layer, "must be one 'name: numbers'");
      }
    }
    for (int i = 1; i < layers.size(); i++) {
      if (isDense(layers.get(i - 1)) && !isDense(layers.get(i))) {
        throw new IllegalArgumentException(
            "Cannot add "
                + layers.get(i).getKey()
                + ": it follows a dense layer (must come before all dense layers)");
      }
    }
    return layers;
  }

  private static boolean isDense(Map.Entry<String, JsonNode> layer) {
    return layer.getKey().equals(DENSE);
  }

  private static void bare(Map.Entry<String, JsonNode> layer) {
    if (!layer.getValue().isTextual()) {
      throw invalid(layer.getKey(), layer.getValue(), "must be '" + layer.getKey() + "' alone");
    }
  }

  private double number(String key, double otherwise) {
    JsonNode value = section.get(key);
    if (value != null && !value.isNumber()) {
      throw invalid(key, value, "must be a number");
    }
    return value == null ? otherwise : value.doubleValue();
  }

  private static int only(String name, Map.Entry<String, JsonNode> layer) {
    if (!layer.getKey().equals(name)) {
      throw unknown(layer.getKey(), name);
    }
    return one(layer);
  }

  private static int one(Map.Entry<String, JsonNode> layer) {
    int[] numbers = ints(layer.getKey(), layer.getValue());
    if (numbers.length != 1) {
      throw invalid(layer.getKey(), layer.getValue(), "must be one number");
    }
    return numbers[0];
  }

  private static int[] ints(String key, JsonNode value) {
    if (value == null) {
      throw new IllegalArgumentException("missing key '" + key + "' in network");
    }
    List<JsonNode> numbers =
        value.isArray()
            ? StreamSupport.stream(value.spliterator(), false).toList()
            : List.of(value);
    if (numbers.isEmpty() || !numbers.stream().allMatch(ParamValues::isInt)) {
      throw invalid(key, value, "must be an integer or several");
    }
    return numbers.stream().mapToInt(JsonNode::intValue).toArray();
  }

  private static IllegalArgumentException unknown(String layer, String... known) {
    return new IllegalArgumentException(
        "unknown layer '" + layer + "' in network " + Keys.hint(layer, List.of(known)));
  }

  private static IllegalArgumentException invalid(String key, JsonNode value, String rule) {
    return new IllegalArgumentException("Invalid " + key + ": " + value + " (" + rule + ")");
  }
}
