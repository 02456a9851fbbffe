package io.github.sparknn.jobs.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The JSON Schema (draft 7) of job files, for editors: keys and types from the sections' records,
 * what they mean from the records' Javadoc, what is required from what their constructors refuse,
 * and the stages from {@link StageSchema}.
 */
final class JobFileSchema {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final String SOURCES = "src/main/java/";
  private static final Pattern MISSING = Pattern.compile("missing key '(\\w+)'(?: or '(\\w+)')?.*");
  private static final Pattern PAIR = Pattern.compile(".*'(\\w+)'.*'(\\w+)'.*");

  private static final Map<Class<?>, String> TYPES =
      Map.of(long.class, "integer", Integer.class, "integer", Double.class, "number");

  private final ObjectNode definitions = JSON.createObjectNode();

  /**
   * The whole schema.
   *
   * @throws IOException if the sources are not there
   */
  static ObjectNode create() throws IOException {
    JobFileSchema schema = new JobFileSchema();
    ObjectNode root = JSON.createObjectNode();
    root.put("$schema", "http://json-schema.org/draft-07/schema#");
    root.put("title", "SparkNN job file");
    root.setAll(schema.section(JobFile.class));
    schema.definitions.setAll(StageSchema.definitions());
    root.set("definitions", schema.definitions);
    return root;
  }

  private ObjectNode section(Class<?> record) throws IOException {
    ObjectNode section = JSON.createObjectNode();
    String javadoc = javadoc(record);
    section.put("description", plain(javadoc.replaceFirst("(?s)(<pre>|<p>|@param).*", "")));
    section.put("type", "object");
    ObjectNode properties = section.putObject("properties");
    for (RecordComponent key : record.getRecordComponents()) {
      ObjectNode property = key(record, key);
      property.put("description", meaning(javadoc, key.getName()));
      properties.set(key.getName(), property);
    }
    section.put("additionalProperties", false);
    new Requirements(record).addTo(section);
    return section;
  }

  private ObjectNode key(Class<?> section, RecordComponent key) throws IOException {
    Class<?> type = key.getType();
    if (type.isRecord()) {
      String name = name(type);
      if (!definitions.has(name)) {
        definitions.putObject(name); // Holds the place.
        definitions.set(name, section(type));
      }
      ObjectNode property = JSON.createObjectNode();
      property.putArray("allOf").addObject().put("$ref", "#/definitions/" + name);
      return property;
    }
    if (type == double.class) {
      ObjectNode number = JSON.createObjectNode().put("type", "number");
      Bounds.of(value -> Requirements.refusal(section, Map.of(key.getName(), value)) == null)
          .addTo(number);
      return number;
    }
    return value(key.getGenericType(), type, section);
  }

  private ObjectNode value(Type generic, Class<?> type, Class<?> section) {
    ObjectNode value = JSON.createObjectNode();
    if (type.isEnum()) {
      value.put("type", "string");
      ArrayNode choices = value.putArray("enum");
      for (Object constant : type.getEnumConstants()) {
        String refusal = Requirements.refusal(section, Map.of("path", "x", "mode", constant));
        if (refusal == null || !refusal.startsWith("Invalid mode")) {
          choices.add(constant.toString().toLowerCase(Locale.ROOT));
        }
      }
    } else if (type == List.class) {
      value.put("type", "array");
      Type element = ((ParameterizedType) generic).getActualTypeArguments()[0];
      if (element == StageSection.class) {
        value.put("minItems", 1);
        value.putObject("items").put("$ref", "#/definitions/stage");
      } else {
        value.putObject("items").put("type", "string");
      }
    } else if (type == Map.class) {
      value.put("type", "object");
      value
          .putObject("additionalProperties")
          .putArray("type")
          .add("string")
          .add("number")
          .add("boolean");
    } else {
      value.put("type", TYPES.getOrDefault(type, "string"));
    }
    return value;
  }

  /** A section's name in the schema: of one within another both names. */
  private static String name(Class<?> record) {
    String outer = record.isMemberClass() ? record.getEnclosingClass().getSimpleName() : "";
    return outer + record.getSimpleName();
  }

  private static String javadoc(Class<?> record) throws IOException {
    Class<?> outermost = record.isMemberClass() ? record.getEnclosingClass() : record;
    Path source = Path.of(SOURCES, outermost.getName().replace('.', '/') + ".java");
    Matcher javadoc =
        Pattern.compile(
                "/\\*\\*((?:(?!\\*/).)*)\\*/\\s+public record " + record.getSimpleName() + "\\b",
                Pattern.DOTALL)
            .matcher(Files.readString(source));
    if (!javadoc.find()) {
      throw new IllegalStateException("Cannot tell what " + record + " is: no Javadoc");
    }
    return javadoc.group(1).replaceAll("(?m)^ *\\* ?", "");
  }

  private static String meaning(String javadoc, String key) {
    Matcher matcher = Pattern.compile("(?s)@param " + key + " (.*?)(?=@param|$)").matcher(javadoc);
    if (!matcher.find()) {
      throw new IllegalStateException("Cannot tell what key " + key + " means: no @param");
    }
    return plain(matcher.group(1));
  }

  private static String plain(String javadoc) {
    return javadoc
        .replaceAll("\\s+", " ")
        .replaceAll("\\{@(?:code|link) #?([^}]*)}", "$1")
        .replaceAll("; null [^;]*?(?=;|\\. |\\.?$)", "") // Of the record, not of the file.
        .strip();
  }

  /** What keys a section needs, found out by making it. */
  private static final class Requirements {
    private final Class<?> section;
    private final ArrayNode rules = JSON.createArrayNode();
    private final ArrayNode required = JSON.createArrayNode();

    Requirements(Class<?> section) {
      this.section = section;
    }

    void addTo(ObjectNode schema) {
      Map<String, Object> given = new TreeMap<>();
      String refusal = refusal(section, given);
      while (refusal != null && MISSING.matcher(refusal).matches()) {
        Matcher missing = MISSING.matcher(refusal);
        missing.matches();
        if (missing.group(2) == null) {
          required.add(missing.group(1));
        } else {
          ArrayNode choices = rules.addObject().putArray("anyOf");
          choices.addObject().putArray("required").add(missing.group(1));
          choices.addObject().putArray("required").add(missing.group(2));
          keysOf(String.class)
              .filter(key -> !missing.group().equals(refusal(section, Map.of(key, "x"))))
              .filter(key -> !key.equals(missing.group(1)) && !key.equals(missing.group(2)))
              .forEach(key -> choices.addObject().putArray("required").add(key));
        }
        given.put(missing.group(1), sample(section, missing.group(1)));
        refusal = refusal(section, given);
      }
      keysOf(double.class)
          .filter(key -> refusal(section, Map.of(key, 0.0)) != null)
          .forEach(required::add);
      addPairs();
      if (!required.isEmpty()) {
        schema.set("required", required);
      }
      if (!rules.isEmpty()) {
        schema.set("allOf", rules);
      }
    }

    private Stream<String> keysOf(Class<?> type) {
      return Arrays.stream(section.getRecordComponents())
          .filter(key -> key.getType() == type)
          .map(RecordComponent::getName);
    }

    /** Keys that do not go together: those that a refusal of all keys names. */
    private void addPairs() {
      List<String> keys = keysOf(String.class).toList();
      for (int i = 0; i < keys.size(); i++) {
        for (int j = i + 1; j < keys.size(); j++) {
          Map<String, Object> both = new TreeMap<>();
          both.put(keys.get(i), "x");
          both.put(keys.get(j), "x");
          String refusal = refusal(section, both);
          Matcher pair = PAIR.matcher(refusal == null ? "" : refusal);
          boolean named =
              pair.matches()
                  && List.of(pair.group(1), pair.group(2))
                      .containsAll(List.of(keys.get(i), keys.get(j)));
          if (named && !MISSING.matcher(refusal).matches()) {
            ArrayNode names = rules.addObject().putObject("not").putArray("required");
            names.add(keys.get(i)).add(keys.get(j));
          }
        }
      }
    }

    private static Object sample(Class<?> section, String key) {
      for (RecordComponent component : section.getRecordComponents()) {
        if (component.getName().equals(key)) {
          Class<?> type = component.getType();
          if (type == String.class) {
            return "x";
          } else if (type == List.class) {
            return List.of(new StageSection("x", Map.of()));
          }
          try {
            return JSON.readValue(hasPath(type) ? "{\"path\": \"x\"}" : "{}", type);
          } catch (IOException e) {
            throw new IllegalStateException("Cannot make a sample of " + type, e);
          }
        }
      }
      throw new IllegalStateException("Cannot find key " + key + " in " + section);
    }

    private static boolean hasPath(Class<?> section) {
      return Arrays.stream(section.getRecordComponents())
          .anyMatch(key -> key.getName().equals("path"));
    }

    /** Why a section with those keys alone is refused; null if it is not. */
    static String refusal(Class<?> section, Map<String, ?> given) {
      List<Object> values = new ArrayList<>();
      for (RecordComponent key : section.getRecordComponents()) {
        Object none =
            key.getType() == double.class ? (Object) 0.5 : key.getType() == long.class ? 0L : null;
        Object value = given.get(key.getName());
        values.add(value == null ? none : value);
      }
      try {
        section.getDeclaredConstructors()[0].newInstance(values.toArray());
        return null;
      } catch (InvocationTargetException e) {
        return e.getCause().getMessage();
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("Cannot make a " + section, e);
      }
    }
  }

  static String text(JsonNode schema) throws IOException {
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(schema) + "\n";
  }
}
