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
  private static final int MAX_EXACT_FLOAT = (1 << 24) - 1;

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
        throw new IllegalArgumentException(
            "Invalid " + param + ": " + text(value) + " (must be " + must + ")");
      }
      return true;
    }

    private static String text(Object value) {
      if (value instanceof double[] numbers) {
        return Arrays.toString(numbers);
      } else if (value instanceof int[] numbers) {
        return Arrays.toString(numbers);
      }
      return value instanceof Object[] array ? Arrays.toString(array) : "" + value;
    }
  }

  static AbstractFunction1<String, Object> oneOf(String param, String... choices) {
    List<String> allowed = List.of(choices);
    String must = choices.length == 1 ? choices[0] : "one of " + String.join(", ", allowed);
    return new Rule<>(param, must, value -> value != null && allowed.contains(value));
  }

  static AbstractFunction1<String[], Object> someOf(String param, String... choices) {
    List<String> allowed = List.of(choices);
    return new Rule<>(
        param,
        "some of " + String.join(", ", allowed) + ", each once",
        value ->
            value != null
                && value.length > 0
                && Arrays.stream(value).distinct().count() == value.length
                && Arrays.stream(value).allMatch(part -> part != null && allowed.contains(part)));
  }

  static AbstractFunction1<String, Object> text(String param) {
    return new Rule<>(param, "a text", value -> value != null);
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

  /** Texts of the form column=choice. */
  static AbstractFunction1<String[], Object> overrides(String param, String... choices) {
    List<String> allowed = List.of(choices);
    return new Rule<>(
        param,
        "column=choice with a choice of " + String.join(", ", allowed),
        value ->
            value != null
                && Arrays.stream(value)
                    .allMatch(text -> text != null && allowed.contains(Overrides.choice(text))));
  }

  static AbstractFunction1<Object, Object> finite(String param) {
    return new Rule<>(param, "finite", value -> Double.isFinite((Double) value));
  }

  static AbstractFunction1<Object, Object> finiteNotNegative(String param) {
    return new Rule<>(
        param,
        "finite, at least 0",
        value -> Double.isFinite((Double) value) && (Double) value >= 0);
  }

  static AbstractFunction1<Object, Object> fraction(String param) {
    return new Rule<>(
        param,
        "from 0 (excluded) to 1 (excluded)",
        value -> (Double) value > 0 && (Double) value < 1);
  }

  static AbstractFunction1<double[], Object> quantiles(String param) {
    return new Rule<>(
        param,
        "two probabilities, the first smaller, from 0 to 1",
        value ->
            value != null
                && value.length == 2
                && value[0] >= 0
                && value[0] < value[1]
                && value[1] <= 1);
  }

  static AbstractFunction1<Object, Object> positive(String param) {
    return new Rule<>(param, "at least 1", value -> (Integer) value >= 1);
  }

  static AbstractFunction1<Object, Object> notNegative(String param) {
    return new Rule<>(param, "at least 0", value -> (Integer) value >= 0);
  }

  /** Positive integers: none, or from {@code fewest} to {@code most} of them. */
  static AbstractFunction1<int[], Object> extents(String param, int fewest, int most) {
    return new Rule<>(
        param,
        "empty, or %d or %d positive numbers".formatted(fewest, most),
        value ->
            value != null
                && (value.length == 0 || (value.length >= fewest && value.length <= most))
                && Arrays.stream(value).allMatch(extent -> extent >= 1));
  }

  /** Finite numbers, greater than {@code minimum}. */
  static AbstractFunction1<double[], Object> finiteAbove(String param, double minimum) {
    return new Rule<>(
        param,
        minimum == Double.NEGATIVE_INFINITY
            ? "finite numbers"
            : "finite numbers greater than " + minimum,
        value ->
            value != null && Arrays.stream(value).allMatch(x -> Double.isFinite(x) && x > minimum));
  }

  static AbstractFunction1<Object, Object> oneOf(String param, int... choices) {
    String must = "one of " + Arrays.toString(choices).replace("[", "").replace("]", "");
    return new Rule<>(
        param, must, value -> Arrays.stream(choices).anyMatch(c -> c == (Integer) value));
  }

  /** Integers that a float holds exactly. */
  static AbstractFunction1<Object, Object> exactFloat(String param) {
    return new Rule<>(
        param,
        "from 1 to " + MAX_EXACT_FLOAT,
        value -> (Integer) value >= 1 && (Integer) value <= MAX_EXACT_FLOAT);
  }
}
