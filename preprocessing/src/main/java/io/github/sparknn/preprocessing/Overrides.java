package io.github.sparknn.preprocessing;

import java.util.Arrays;
import java.util.List;

/** Choices for single columns, each written as {@code column=choice}, beside a common choice. */
final class Overrides {
  private Overrides() {}

  /** What follows the last equals sign; empty when there is none. */
  static String choice(String override) {
    int sign = override.lastIndexOf('=');
    return sign < 1 ? "" : override.substring(sign + 1);
  }

  private static String column(String override) {
    return override.substring(0, override.lastIndexOf('='));
  }

  /**
   * The choice for each column.
   *
   * @throws IllegalArgumentException an override names another column, or one twice
   */
  static List<String> resolve(
      String param, String[] columns, String common, String[] overrides, String columnsParam) {
    List<String> names = Arrays.asList(columns);
    String[] choices = new String[columns.length];
    for (String override : overrides) {
      int index = names.indexOf(column(override));
      if (index < 0 || choices[index] != null) {
        String must =
            index < 0 ? "of columns of " + columnsParam : "one a column, '%s' comes twice";
        throw new IllegalArgumentException(
            "Invalid %s: %s (must be %s)"
                .formatted(param, override, must.formatted(column(override))));
      }
      choices[index] = choice(override);
    }
    return Arrays.stream(choices).map(choice -> choice == null ? common : choice).toList();
  }
}
