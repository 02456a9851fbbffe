package io.github.sparknn.jobs;

import io.github.sparknn.estimators.NetworkModel;
import io.github.sparknn.estimators.NeuralNetworkClassificationModel;
import io.github.sparknn.training.network.LayerSummary;
import io.github.sparknn.training.report.TrainingReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/**
 * What a stage of a saved model is.
 *
 * @param title its class and uid
 * @param facts the parameters that differ from their defaults, and what a network says of itself
 * @param layers of a network
 * @param parameters number of a network's parameters
 * @param report how a network's training went; empty where that was not saved
 */
record StageDescription(
    String title,
    Map<String, String> facts,
    List<LayerSummary> layers,
    long parameters,
    Optional<TrainingReport> report) {
  private static final int LONGEST = 400;

  static StageDescription of(Params stage) {
    String title = stage.getClass().getSimpleName() + " " + stage.uid();
    Map<String, String> facts = new LinkedHashMap<>();
    for (Param<?> param : stage.params()) {
      addIfNotDefault(stage, param, facts);
    }
    if (!(stage instanceof NetworkModel<?> network)) {
      return new StageDescription(title, facts, List.of(), 0, Optional.empty());
    }
    if (network instanceof NeuralNetworkClassificationModel classifier) {
      facts.put("labels", shortened(String.join(", ", classifier.labels())));
    }
    facts.put("format", Integer.toString(NetworkModel.FORMAT_VERSION));
    return new StageDescription(
        title,
        facts,
        layers(network, facts),
        network.networkSpec().parameterCount(),
        network.report());
  }

  /** A zip of DL4J need not tell the shape of its input, without which layers have none. */
  private static List<LayerSummary> layers(NetworkModel<?> network, Map<String, String> facts) {
    try {
      return network.layers();
    } catch (IllegalArgumentException e) {
      facts.put("layers", "not shown: " + e.getMessage());
      return List.of();
    }
  }

  boolean isNetwork() {
    return parameters > 0;
  }

  private static <T> void addIfNotDefault(Params stage, Param<T> param, Map<String, String> facts) {
    if (!stage.isSet(param)) {
      return;
    }
    T value = stage.getOrDefault(param);
    boolean isDefault =
        stage.hasDefault(param) && Objects.deepEquals(value, stage.getDefault(param).get());
    if (!isDefault) {
      facts.put(param.name(), shown(param, value));
    }
  }

  /** As a job file could say it. */
  private static <T> String shown(Param<T> param, T value) {
    if (value instanceof Params[] stages) {
      return String.format(Locale.ROOT, "%d stages", stages.length);
    }
    return shortened(value instanceof String text ? text : param.jsonEncode(value));
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST
        ? text
        : String.format(
            Locale.ROOT, "%s... (%,d characters)", text.substring(0, LONGEST), text.length());
  }
}
