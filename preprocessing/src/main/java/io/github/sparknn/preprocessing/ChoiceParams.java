package io.github.sparknn.preprocessing;

import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;

/** Makes params whose values are choices. */
final class ChoiceParams {
  private ChoiceParams() {}

  static Param<String> choice(Params owner, String name, String doc, String... choices) {
    String text = doc + " (" + String.join(", ", choices) + ")";
    return new Param<>(owner, name, text, ParamRules.oneOf(name, choices));
  }

  /** The param for single columns where the common {@code param} is another. */
  static StringArrayParam overrides(Params owner, String param, String... choices) {
    String name = param + "Overrides";
    return new StringArrayParam(
        owner,
        name,
        "column=choice where " + param + " is another",
        ParamRules.overrides(name, choices));
  }
}
