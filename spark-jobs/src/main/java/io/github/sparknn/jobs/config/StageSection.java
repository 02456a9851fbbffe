package io.github.sparknn.jobs.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A stage of the pipeline: in YAML {@code Name: {param: value, ...}}, or {@code Name} alone.
 *
 * @param name a stage of this project or of Spark ML by its simple name, or any class by its full
 *     name
 * @param params the parameters that are set, by Spark ML's names
 */
public record StageSection(String name, Map<String, JsonNode> params) {

  /** Keeps the parameters in the order of the file. */
  public StageSection {
    params = Keys.ordered(params);
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static StageSection of(JsonNode node) {
    if (node.isTextual()) {
      return new StageSection(node.textValue(), Map.of());
    }
    if (!node.isObject() || node.size() != 1) {
      throw new IllegalArgumentException(
          "Invalid stage: " + node + " (must be one 'Name: {param: value, ...}')");
    }
    Map.Entry<String, JsonNode> entry = node.fields().next();
    JsonNode values = entry.getValue();
    if (!values.isObject() && !values.isNull()) {
      throw new IllegalArgumentException(
          "Invalid " + entry.getKey() + ": " + values + " (must be '{param: value, ...}')");
    }
    Map<String, JsonNode> params = new LinkedHashMap<>();
    values.fields().forEachRemaining(field -> params.put(field.getKey(), field.getValue()));
    return new StageSection(entry.getKey(), params);
  }
}
