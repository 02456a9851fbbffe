package io.github.sparknn.jobs.config;

import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;

/** What values a parameter takes, found out by asking its validator. */
final class ParamProbe {
  /** No parameter that takes certain words only takes this. */
  static final String NONSENSE = "\u0001";

  private static final String BETWEEN_WORDS = "[^\\w+.-]+";

  private ParamProbe() {}

  static boolean accepts(Param<?> param, Object value) {
    try {
      return apply(param, value);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** The words of its documentation and of how it refuses nonsense. */
  static Stream<String> words(Param<?> param) {
    String told = param.doc() + " " + refusal(param);
    return Arrays.stream(told.split(BETWEEN_WORDS)).filter(word -> !word.isEmpty()).distinct();
  }

  private static String refusal(Param<?> param) {
    try {
      apply(param, param instanceof StringArrayParam ? new String[] {NONSENSE} : NONSENSE);
      return "";
    } catch (IllegalArgumentException e) {
      return e.getMessage();
    }
  }

  @SuppressWarnings("unchecked") // The callers tell the type by the parameter's class.
  private static <T> boolean apply(Param<T> param, Object value) {
    return (Boolean) param.isValid().apply((T) value);
  }
}
