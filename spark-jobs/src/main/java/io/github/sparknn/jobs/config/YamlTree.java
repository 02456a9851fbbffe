package io.github.sparknn.jobs.config;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/**
 * YAML as a tree that can be changed and written again without changing the rest: {@code 1.10},
 * {@code 2024_01} and {@code True} stay as they are, since a key may take them for text.
 */
final class YamlTree {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** All JSON is YAML, but for characters that YAML wants escaped. */
  private static final ObjectMapper WRITER =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private YamlTree() {}

  /** A number, true or false, as it was written. */
  private record Unquoted(String text) implements JsonSerializable {
    @Override
    public void serialize(JsonGenerator generator, SerializerProvider provider) throws IOException {
      generator.writeRawValue(text);
    }

    @Override
    public void serializeWithType(
        JsonGenerator generator, SerializerProvider provider, TypeSerializer types)
        throws IOException {
      serialize(generator, provider);
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /**
   * Reads one document.
   *
   * @throws com.fasterxml.jackson.core.JsonProcessingException no YAML, or more than one document
   */
  static JsonNode parse(ObjectMapper yaml, String text) throws IOException {
    try (JsonParser parser = yaml.createParser(text)) {
      JsonNode tree = parser.nextToken() == null ? NODES.missingNode() : node(parser);
      if (parser.nextToken() != null) {
        throw new JsonParseException(parser, "more than one document");
      }
      return tree;
    }
  }

  /** The tree as YAML, on one line. */
  static String text(JsonNode tree) throws IOException {
    return WRITER.writeValueAsString(tree);
  }

  private static JsonNode node(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> section(parser);
      case START_ARRAY -> list(parser);
      case VALUE_STRING -> NODES.textNode(parser.getText());
      case VALUE_NULL -> NODES.nullNode();
      default -> NODES.pojoNode(new Unquoted(parser.getText()));
    };
  }

  private static ObjectNode section(JsonParser parser) throws IOException {
    ObjectNode section = NODES.objectNode();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      parser.nextToken();
      section.set(key, node(parser));
    }
    return section;
  }

  private static ArrayNode list(JsonParser parser) throws IOException {
    ArrayNode list = NODES.arrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      list.add(node(parser));
    }
    return list;
  }
}
