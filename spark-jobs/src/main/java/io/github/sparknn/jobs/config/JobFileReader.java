package io.github.sparknn.jobs.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Reads a job file strictly, and says what is wrong with it in the words of the file. */
final class JobFileReader {
  private static final ObjectMapper MAPPER =
      YAMLMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonParser.Feature.INCLUDE_SOURCE_IN_LOCATION) // It may hold secrets.
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .build();

  private JobFileReader() {}

  static JobFile read(Path file, List<String> overrides) {
    if (!Files.isRegularFile(file)) {
      throw new InvalidJobFileException("Cannot read " + file + ": no such file", null);
    }
    boolean asWritten = true;
    try {
      String text = Files.readString(file);
      if (!overrides.isEmpty()) {
        JsonNode tree = sections(YamlTree.parse(MAPPER, text));
        asWritten = false;
        new Overrides(MAPPER).apply((ObjectNode) tree, overrides);
        text = YamlTree.text(tree);
      }
      checkKeys(sections(MAPPER.readTree(text)), JobFile.class, "");
      JobFile job = MAPPER.readValue(text, JobFile.class);
      if (job.train() != null) {
        job.train().pipeline();
      }
      return job;
    } catch (IOException | IllegalArgumentException e) {
      // Values may be secrets.
      String changed =
          overrides.isEmpty()
              ? ""
              : overrides.stream()
                  .map(Overrides::path)
                  .collect(Collectors.joining(" --set ", " with --set ", ""));
      throw new InvalidJobFileException(
          "Cannot read " + file + changed + ": " + reason(e, asWritten), e);
    }
  }

  private static JsonNode sections(JsonNode tree) {
    if (!tree.isObject()) {
      throw new IllegalArgumentException("it has no sections (data, model, ...)");
    }
    return tree;
  }

  /**
   * Finds unknown keys before the sections are made, so that they are told rather than the key that
   * is missing in their stead.
   */
  private static void checkKeys(JsonNode node, Class<?> section, String place) {
    Map<String, Class<?>> known = new LinkedHashMap<>();
    for (RecordComponent key : section.getRecordComponents()) {
      known.put(key.getName(), key.getType());
    }
    node.fields()
        .forEachRemaining(
            entry -> {
              Class<?> type = known.get(entry.getKey());
              if (type == null) {
                throw new IllegalArgumentException(
                    "unknown key '"
                        + entry.getKey()
                        + "'"
                        + (place.isEmpty() ? "" : " in " + place)
                        + " "
                        + Keys.hint(entry.getKey(), known.keySet()));
              }
              if (type.isRecord()) {
                checkKeys(
                    entry.getValue(),
                    type,
                    place.isEmpty() ? entry.getKey() : place + "." + entry.getKey());
              }
            });
  }

  /**
   * What is wrong.
   *
   * @param asWritten whether lines are those of the file
   */
  private static String reason(Exception e, boolean asWritten) {
    if (e instanceof ValueInstantiationException rejected && rejected.getCause() != null) {
      return rejected.getCause().getMessage() + in(rejected.getPath());
    }
    if (e instanceof InvalidFormatException invalid) {
      return invalid(place(invalid.getPath()), invalid.getValue(), invalid.getTargetType());
    }
    if (e instanceof MismatchedInputException mismatch && !mismatch.getPath().isEmpty()) {
      return "Invalid "
          + place(mismatch.getPath())
          + (asWritten ? at(mismatch.getLocation()) : "")
          + " (must be "
          + described(mismatch.getTargetType())
          + ")";
    }
    if (e instanceof JsonProcessingException syntax) {
      return syntax.getOriginalMessage().lines().findFirst().orElse("not YAML")
          + (asWritten ? at(syntax.getLocation()) : "");
    }
    return e.getMessage();
  }

  private static String invalid(String place, Object value, Class<?> target) {
    String shown = value instanceof CharSequence ? "\"" + value + "\"" : Objects.toString(value);
    return "Invalid " + place + ": " + shown + " (must be " + described(target) + ")";
  }

  private static String described(Class<?> type) {
    if (type == null) {
      return "another type";
    }
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
          .collect(Collectors.joining(", ", "one of ", ""));
    }
    if (type == double.class || type == Double.class) {
      return "a number";
    }
    if (List.of(long.class, Long.class, int.class, Integer.class).contains(type)) {
      return "an integer";
    }
    if (type == String.class) {
      return "text";
    }
    return Collection.class.isAssignableFrom(type) ? "a list" : "a section of keys";
  }

  private static String in(List<JsonMappingException.Reference> path) {
    return path.isEmpty() ? "" : " in " + place(path);
  }

  private static String place(List<JsonMappingException.Reference> path) {
    return path.stream()
        .map(
            step ->
                step.getFieldName() == null
                    ? "[" + step.getIndex() + "]"
                    : "." + step.getFieldName())
        .collect(Collectors.joining())
        .replaceFirst("^\\.", "");
  }

  private static String at(JsonLocation location) {
    return location == null || location.getLineNr() < 1
        ? ""
        : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
  }
}
