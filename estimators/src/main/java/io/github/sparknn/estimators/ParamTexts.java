package io.github.sparknn.estimators;

import java.lang.reflect.Array;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/** A stage's parameters as text. */
final class ParamTexts {
  private ParamTexts() {}

  /**
   * Names and values, defaults included, in alphabetical order; a {@code network} is left out, as
   * it is no line of text.
   */
  static Map<String, String> of(Params stage) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Param<?> param : stage.params()) {
      if (stage.isDefined(param) && !param.name().equals("network")) {
        texts.put(param.name(), text(stage.getOrDefault(param)));
      }
    }
    return texts;
  }

  private static String text(Object value) {
    return value.getClass().isArray()
        ? IntStream.range(0, Array.getLength(value))
            .mapToObj(i -> String.valueOf(Array.get(value, i)))
            .collect(Collectors.joining(", ", "[", "]"))
        : String.valueOf(value);
  }
}
