package io.github.sparknn.preprocessing;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import scala.runtime.AbstractFunction1;

/**
 * Validators of params. They throw with the value and what it must be, where Spark's own message
 * tells the value alone.
 */
final class ParamRules {
  private ParamRules() {}

  private interface SerializablePredicate<T> extends Predicate<T>, Serializable {}

  private static final class Rule<T> extends AbstractFunction1<T, Object> implements Serializable {
    private static final long serialVersionUID = 1L;
    private final String param;
    private final String must;
    private final SerializablePredicate<T> holds;

    Rule(String param, String must, SerializablePredicate<T> holds) {
      this.param = param;
      this.must = must;
      this.holds = holds;
    }

    @Override
    public Object apply(T value) {
      if (!holds.test(value)) {
        String text = value instanceof Object[] array ? Arrays.toString(array) : "" + value;
        throw new IllegalArgumentException(
            "Invalid " + param + ": " + text + " (must be " + must + ")");
      }
      return true;
    }
  }

  static AbstractFunction1<String, Object> oneOf(String param, String... choices) {
    List<String> allowed = List.of(choices);
    String must = choices.length == 1 ? choices[0] : "one of " + String.join(", ", allowed);
    return new Rule<>(param, must, value -> value != null && allowed.contains(value));
  }

  static AbstractFunction1<String, Object> columnName(String param) {
    return new Rule<>(param, "a column name", value -> value != null && !value.isEmpty());
  }

  static AbstractFunction1<String[], Object> columnNames(String param) {
    return new Rule<>(
        param,
        "column names",
        value ->
            value != null
                && Arrays.stream(value).allMatch(name -> name != null && !name.isEmpty()));
  }

  static AbstractFunction1<Object, Object> positive(String param) {
    return new Rule<>(param, "at least 1", value -> (Integer) value >= 1);
  }
}
