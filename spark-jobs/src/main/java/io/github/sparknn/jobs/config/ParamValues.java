package io.github.sparknn.jobs.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleArrayArrayParam;
import org.apache.spark.ml.param.DoubleArrayParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.FloatParam;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;

/** Values of a job file as values of Spark ML's parameters, by the parameter's type. */
final class ParamValues {
  private ParamValues() {}

  /**
   * The value for {@code param}. A parameter without a type of its own takes text as it is, and
   * anything else in the JSON form in which Spark ML saves it (vectors, matrices).
   *
   * @throws IllegalArgumentException a value of another type, or one that the parameter refuses
   */
  static <T> T convert(Param<T> param, JsonNode json) {
    // Spark ML's typed parameters are Param<Object> to Java: their class alone tells the type.
    @SuppressWarnings("unchecked")
    T value = (T) typed(param, json);
    if (!(Boolean) param.isValid().apply(value)) {
      throw invalid(param, json, "must fit '" + param.doc() + "'");
    }
    return value;
  }

  private static Object typed(Param<?> param, JsonNode json) {
    if (param instanceof IntParam) {
      return checked(param, json, ParamValues::isInt, "must be an integer").intValue();
    }
    if (param instanceof LongParam) {
      return checked(param, json, ParamValues::isLong, "must be an integer").longValue();
    }
    if (param instanceof DoubleParam) {
      return checked(param, json, JsonNode::isNumber, "must be a number").doubleValue();
    }
    if (param instanceof FloatParam) {
      return checked(param, json, JsonNode::isNumber, "must be a number").floatValue();
    }
    if (param instanceof BooleanParam) {
      return checked(param, json, JsonNode::isBoolean, "must be true or false").booleanValue();
    }
    if (param instanceof StringArrayParam) {
      Predicate<JsonNode> texts = listOf(JsonNode::isTextual);
      return elements(checked(param, json, texts, "must be a list of texts"))
          .map(JsonNode::textValue)
          .toArray(String[]::new);
    }
    if (param instanceof IntArrayParam) {
      Predicate<JsonNode> integers = listOf(ParamValues::isInt);
      return elements(checked(param, json, integers, "must be a list of integers"))
          .mapToInt(JsonNode::intValue)
          .toArray();
    }
    if (param instanceof DoubleArrayParam) {
      Predicate<JsonNode> numbers = listOf(JsonNode::isNumber);
      return doubles(checked(param, json, numbers, "must be a list of numbers"));
    }
    if (param instanceof DoubleArrayArrayParam) {
      Predicate<JsonNode> lists = listOf(listOf(JsonNode::isNumber));
      return elements(checked(param, json, lists, "must be a list of lists of numbers"))
          .map(ParamValues::doubles)
          .toArray(double[][]::new);
    }
    return json.isTextual() ? json.textValue() : decoded(param, json);
  }

  private static Object decoded(Param<?> param, JsonNode json) {
    try {
      return param.jsonDecode(json.toString());
    } catch (RuntimeException e) {
      throw (IllegalArgumentException) invalid(param, json, "must be text").initCause(e);
    }
  }

  private static JsonNode checked(
      Param<?> param, JsonNode json, Predicate<JsonNode> fits, String rule) {
    if (!fits.test(json)) {
      throw invalid(param, json, rule);
    }
    return json;
  }

  private static IllegalArgumentException invalid(Param<?> param, JsonNode json, String rule) {
    return new IllegalArgumentException(
        "Invalid " + param.name() + ": " + json + " (" + rule + ")");
  }

  static boolean isInt(JsonNode json) {
    return json.isIntegralNumber() && json.canConvertToInt();
  }

  static boolean isLong(JsonNode json) {
    return json.isIntegralNumber() && json.canConvertToLong();
  }

  private static Predicate<JsonNode> listOf(Predicate<JsonNode> element) {
    return json -> json.isArray() && elements(json).allMatch(element);
  }

  private static Stream<JsonNode> elements(JsonNode json) {
    return StreamSupport.stream(json.spliterator(), false);
  }

  private static double[] doubles(JsonNode json) {
    return elements(json).mapToDouble(JsonNode::doubleValue).toArray();
  }
}
