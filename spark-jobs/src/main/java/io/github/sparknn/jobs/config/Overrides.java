package io.github.sparknn.jobs.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Values that take the place of those in a job file: {@code path=value}, where the path goes down
 * the file's keys ({@code model.path}), {@code [0]} is the first element of a list, a key with dots
 * stands in double quotes, and a stage is named by its place, its name or both: {@code
 * train.stages[1].epochs}, {@code train.stages.NeuralNetworkClassifier.epochs}. The value is YAML;
 * without one the key is taken away.
 */
final class Overrides {
  private static final Pattern STEP =
      Pattern.compile("\\.?(?:\"([^\"]+)\"|\\[(\\d{1,9})]|([^.\\[\\]\"=]+))");

  private final ObjectMapper yaml;

  Overrides(ObjectMapper yaml) {
    this.yaml = yaml;
  }

  /** A step down: a key, or where that is null an index. */
  private record Step(String key, int index) {
    @Override
    public String toString() {
      return key == null ? "[" + index + "]" : key;
    }
  }

  /**
   * Changes a job file's tree. Errors tell paths, not values, which may be secrets.
   *
   * @throws IllegalArgumentException not {@code path=value}, or the path leads nowhere
   */
  void apply(ObjectNode root, List<String> assignments) {
    for (String assignment : assignments) {
      try {
        apply(root, assignment);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "Invalid --set " + path(assignment) + ": " + e.getMessage(), e);
      }
    }
  }

  /** What stands before the value; of what is no {@code path=value} its first word. */
  static String path(String assignment) {
    int end = steps(assignment, new ArrayList<>());
    boolean isPath = end < assignment.length() && assignment.charAt(end) == '=';
    return isPath ? assignment.substring(0, end) : assignment.split("[=:\\s]", 2)[0];
  }

  /** Takes the steps of an assignment's path, and tells where they end. */
  private static int steps(String assignment, List<Step> steps) {
    Matcher matcher = STEP.matcher(assignment);
    int end = 0;
    while (matcher.region(end, assignment.length()).lookingAt()) {
      String index = matcher.group(2);
      String key = matcher.group(1) == null ? matcher.group(3) : matcher.group(1);
      steps.add(new Step(key, index == null ? -1 : Integer.parseInt(index)));
      end = matcher.end();
    }
    return end;
  }

  private void apply(ObjectNode root, String assignment) {
    List<Step> steps = new ArrayList<>();
    int end = steps(assignment, steps);
    if (steps.isEmpty() || end == assignment.length() || assignment.charAt(end) != '=') {
      throw new IllegalArgumentException("must be PATH=VALUE, such as train.stages[0].epochs=5");
    }
    put(root, "", steps, value(assignment.substring(end + 1)));
  }

  /** Null when there is none. */
  private JsonNode value(String text) {
    if (text.isBlank()) {
      return null;
    }
    try {
      return YamlTree.parse(yaml, text);
    } catch (JsonProcessingException e) {
      String reason = e.getOriginalMessage().lines().findFirst().orElse("no reason given");
      throw new IllegalArgumentException("its value is not YAML (" + reason + ")", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void put(JsonNode node, String place, List<Step> steps, JsonNode value) {
    Step step = steps.get(0);
    List<Step> rest = steps.subList(1, steps.size());
    if (node instanceof ArrayNode list) {
      boolean byName = step.key() != null;
      int index = byName ? indexOf(step.key(), list, place) : step.index();
      if (index >= list.size()) {
        throw new IllegalArgumentException(
            "%s has %d elements, the first is [0]".formatted(place, list.size()));
      }
      if (rest.isEmpty() && !byName) {
        setOrRemove(list, index, value);
        return;
      }
      if (list.get(index).isTextual()) { // A stage without parameters.
        list.set(index, list.objectNode().set(list.get(index).textValue(), list.objectNode()));
      }
      List<Step> below = byName ? steps : rest; // An element's name is its key too.
      JsonNode element = list.get(index);
      boolean toParams = isStage(element) && !element.has(below.get(0).key());
      put(
          toParams ? section((ObjectNode) element, element.fieldNames().next()) : element,
          place + "[" + index + "]",
          below,
          value);
    } else if (node instanceof ObjectNode section && step.key() != null) {
      if (rest.isEmpty()) {
        setOrRemove(section, step.key(), value);
      } else {
        String below = place.isEmpty() ? step.key() : place + "." + step.key();
        put(section(section, step.key()), below, rest, value);
      }
    } else {
      throw new IllegalArgumentException(
          "%s is %s".formatted(place, step.key() == null ? "no list" : "no section of keys"));
    }
  }

  /** What a key holds, or a new section. */
  private static JsonNode section(ObjectNode parent, String key) {
    return parent.hasNonNull(key) ? parent.get(key) : parent.putObject(key);
  }

  private static void setOrRemove(ArrayNode list, int index, JsonNode value) {
    if (value == null) {
      list.remove(index);
    } else {
      list.set(index, value);
    }
  }

  private static void setOrRemove(ObjectNode section, String key, JsonNode value) {
    if (value == null) {
      section.remove(key);
    } else {
      section.set(key, value);
    }
  }

  /** Whether it is {@code Name: {param: value, ...}}. */
  private static boolean isStage(JsonNode node) {
    return node.isObject()
        && node.size() == 1
        && Character.isUpperCase(lastPart(node.fieldNames().next()).charAt(0));
  }

  private static String lastPart(String className) {
    return className.substring(className.lastIndexOf('.') + 1);
  }

  /** The one element of that name: a stage or layer with parameters, or its name alone. */
  private static int indexOf(String name, ArrayNode list, String place) {
    int[] found =
        IntStream.range(0, list.size())
            .filter(i -> list.get(i).has(name) || list.get(i).asText().equals(name))
            .toArray();
    if (found.length == 1) {
      return found[0];
    }
    List<String> names = new ArrayList<>();
    list.forEach(
        element -> names.add(element.isObject() ? element.fieldNames().next() : element.asText()));
    throw new IllegalArgumentException(
        found.length > 1
            ? "%s has '%s' %d times (must be told by its index)"
                .formatted(place, name, found.length)
            : "no '%s' in %s %s".formatted(name, place, Keys.hint(name, names)));
  }
}
