package io.github.sparknn.training.network;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Checks of a configuration's JSON from anywhere, before DL4J makes objects of it: that all classes
 * it names are DL4J's, ND4J's or ours, and that it is not nested without end.
 *
 * <p>DL4J's mapper takes a class name from the properties {@code @class} and, of distributions,
 * {@code type}; and, as any Jackson mapper of such classes, from an array of the name and the
 * object. Names of formats before 1.0.0-beta come from lists that DL4J itself holds.
 */
final class NetworkJson {
  /** Networks nest about ten deep. */
  private static final int MAX_DEPTH = 100;

  private static final JsonFactory JSON = new JsonFactory();

  private static final Set<String> TYPE_PROPERTIES = Set.of("@class", "type");

  /** Properties that are lists of names of layers or parameters, which may look like classes. */
  private static final Set<String> NAME_LISTS =
      Set.of("networkInputs", "networkOutputs", "variables", "vertexInputs");

  private static final Pattern ALLOWED =
      Pattern.compile(
          "(org\\.deeplearning4j|org\\.nd4j|io\\.github\\.sparknn)(\\.[A-Za-z_$][\\w$]*)+");

  private NetworkJson() {}

  /**
   * Reads the JSON through.
   *
   * @throws IOException if it is not JSON
   * @throws IllegalArgumentException if it names another class, or is nested too deep
   */
  static void check(String json) throws IOException {
    try (JsonParser parser = JSON.createParser(json)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token.isScalarValue()) {
          check(parser);
        }
        checkDepth(parser.getParsingContext());
      }
    }
  }

  /** Jackson has a limit of its own from 2.15 on only. */
  private static void checkDepth(JsonStreamContext place) {
    int depth = 0;
    for (JsonStreamContext at = place; !at.inRoot(); at = at.getParent()) {
      depth++;
    }
    if (depth > MAX_DEPTH) {
      throw new IllegalArgumentException(
          "it is nested " + depth + " deep (must be " + MAX_DEPTH + " at most)");
    }
  }

  private static void check(JsonParser parser) throws IOException {
    JsonStreamContext place = parser.getParsingContext();
    if (place.inObject() && TYPE_PROPERTIES.contains(place.getCurrentName())) {
      require(parser.getText());
    } else if (place.inArray()
        && place.getCurrentIndex() == 0
        && parser.hasToken(JsonToken.VALUE_STRING)) {
      checkFirst(parser.getText(), place.getParent(), parser);
    }
  }

  /** A string that begins an array may be the class of the object behind it. */
  private static void checkFirst(String first, JsonStreamContext owner, JsonParser parser)
      throws IOException {
    String name = owner.getCurrentName();
    boolean nameList =
        (name != null && NAME_LISTS.contains(name))
            || (owner.getParent() != null
                && "vertexInputs".equals(owner.getParent().getCurrentName()));
    if (first.indexOf('.') >= 0 && !nameList) {
      require(first);
    }
    JsonToken second = parser.nextToken();
    if (second != JsonToken.END_ARRAY && second != JsonToken.VALUE_STRING) {
      require(first);
    }
  }

  private static void require(String type) {
    if (!ALLOWED.matcher(type).matches()) {
      throw new IllegalArgumentException(
          "it names the class "
              + type
              + " (must be of org.deeplearning4j, org.nd4j or io.github.sparknn)");
    }
  }
}
