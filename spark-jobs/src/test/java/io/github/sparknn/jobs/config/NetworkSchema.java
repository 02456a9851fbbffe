package io.github.sparknn.jobs.config;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparknn.training.network.LearningRateSchedule;
import io.github.sparknn.training.network.Networks;
import io.github.sparknn.training.network.Optimizers;
import java.util.List;
import java.util.Map;

/** The part of the job files' schema that tells a section {@code network}. */
final class NetworkSchema {
  /** The words of keys that are parameters of stages too. */
  static final Map<String, List<String>> CHOICES =
      Map.of(
          "activation", Networks.ACTIVATIONS,
          "optimizer", Optimizers.NAMES,
          "schedule", LearningRateSchedule.NAMES);

  private static final List<String> BARE =
      List.of("samePadding", "batchNormalization", "bidirectional", "averagePooling", "maxPooling");

  private NetworkSchema() {}

  static ObjectNode create() {
    ObjectNode network = object();
    network.put("description", "Input, layers in order, dense ones last, and one kind of output.");
    network.put("type", "object");
    ObjectNode properties = network.putObject("properties");
    for (Map.Entry<String, String> key : NetworkSection.KEYS.entrySet()) {
      ObjectNode property = key(key.getKey());
      property.put("description", key.getValue());
      properties.set(key.getKey(), property);
    }
    network.put("additionalProperties", false);
    network.putArray("required").add("input");
    ArrayNode outputs = network.putArray("oneOf");
    NetworkSection.OUTPUTS.forEach(output -> outputs.addObject().putArray("required").add(output));
    return network;
  }

  private static ObjectNode key(String name) {
    ObjectNode key = object();
    switch (name) {
      case "input" -> {
        ArrayNode forms = key.putArray("anyOf");
        forms.add(count());
        forms.add(counts(3));
      }
      case "layers" -> key.put("type", "array").set("items", layer());
      case "activation", "optimizer", "schedule" -> choice(key, CHOICES.get(name));
      case "loss" -> choice(key, Networks.DISTANCES);
      case "seed" -> key.put("type", "integer");
      case "classifier", "regressor", "multiLabel", "warmupEpochs", "decayEpochs" ->
          key.setAll(count());
      case "learningRate", "decayRate" -> key.put("type", "number").put("exclusiveMinimum", 0);
      default -> key.put("type", "number").put("minimum", 0);
    }
    return key;
  }

  private static ObjectNode layer() {
    ObjectNode layer = object();
    ArrayNode forms = layer.putArray("anyOf");
    choice(forms.addObject(), BARE);
    ObjectNode sized = forms.addObject().put("type", "object");
    sized.put("minProperties", 1).put("maxProperties", 1);
    ObjectNode properties = sized.putObject("properties");
    properties.set("convolution", counts(2).put("description", "filters, kernel"));
    properties.set("maxPooling", count().put("description", "size, of images"));
    properties.set("averagePooling", count().put("description", "size, of images"));
    properties.set("embedding", count().put("description", "size of an id's vector"));
    for (String units : List.of("lstm", "dense")) {
      ObjectNode several = properties.putObject(units);
      several.put("description", "units; several make several layers");
      several
          .putArray("anyOf")
          .add(count())
          .add(object().put("type", "array").set("items", count()));
    }
    sized.put("additionalProperties", false);
    return layer;
  }

  private static ObjectNode object() {
    return JobFileSchema.JSON.createObjectNode();
  }

  private static ObjectNode count() {
    return object().put("type", "integer").put("minimum", 1);
  }

  private static ObjectNode counts(int many) {
    ObjectNode counts = object().put("type", "array").put("minItems", many).put("maxItems", many);
    counts.set("items", count());
    return counts;
  }

  static void choice(ObjectNode key, List<String> choices) {
    ArrayNode values = key.put("type", "string").putArray("enum");
    choices.forEach(values::add);
  }
}
