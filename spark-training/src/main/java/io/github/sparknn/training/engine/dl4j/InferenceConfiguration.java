package io.github.sparknn.training.engine.dl4j;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparknn.training.network.NetworkSpec;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;

/**
 * The network of the same parameters that computes in DL4J's training passes what it computes when
 * it predicts: without dropout and noise, with the statistics that training found, no layer frozen,
 * whole sequences at once.
 */
final class InferenceConfiguration {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CLASS = "@class";
  private static final Set<String> TRAINING_ONLY = Set.of("idropout", "weightNoise");

  /** Classes around a layer or vertex that training leaves as it is, and the key of what is in. */
  private static final Map<String, String> FROZEN =
      Map.of(
          "org.deeplearning4j.nn.conf.layers.misc.FrozenLayer", "layer",
          "org.deeplearning4j.nn.conf.graph.FrozenVertex", "underlying");

  private InferenceConfiguration() {}

  static NetworkSpec of(NetworkSpec network) {
    try {
      ObjectNode root = (ObjectNode) changed(JSON.readTree(network.json()));
      root.put("backpropType", "Standard");
      root.put("trainingWorkspaceMode", "NONE");
      root.put("inferenceWorkspaceMode", "NONE");
      return NetworkSpec.fromJson(JSON.writeValueAsString(root));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode changed(JsonNode node) {
    if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, changed(array.get(i)));
      }
    } else if (node instanceof ObjectNode object) {
      String name = object.path(CLASS).asText();
      if (FROZEN.containsKey(name)) {
        return changed(object.get(FROZEN.get(name)));
      } else if (name.equals(BatchNormalization.class.getName())) {
        object.put(CLASS, FittedNormalization.class.getName());
      }
      List<String> keys = new ArrayList<>();
      object.fieldNames().forEachRemaining(keys::add);
      for (String key : keys) {
        object.set(key, TRAINING_ONLY.contains(key) ? JSON.nullNode() : changed(object.get(key)));
      }
    }
    return node;
  }
}
