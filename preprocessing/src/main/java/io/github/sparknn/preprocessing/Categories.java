package io.github.sparknn.preprocessing;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What was learned of a categorical column.
 *
 * @param names in the order of their ids
 * @param shares of the rows at fit that had each category, then of all other rows; empty where
 *     nothing was learned
 * @param type of the column at fit, as Spark's DDL names it
 */
record Categories(List<String> names, List<Double> shares, String type) implements Serializable {
  private static final long serialVersionUID = 1L;

  Categories {
    names = List.copyOf(names);
    shares = List.copyOf(shares);
    if (!shares.isEmpty() && shares.size() != names.size() + 1) {
      throw new IllegalArgumentException(
          "it holds %d shares of %d categories (must be one more)"
              .formatted(shares.size(), names.size()));
    }
  }

  /**
   * @param counts by category, in the order of their ids
   * @param rows of all categories and none
   */
  static Categories of(Map<String, Long> counts, long rows, String type) {
    List<Double> shares = new ArrayList<>();
    long others = rows;
    for (long count : counts.values()) {
      shares.add((double) count / rows);
      others -= count;
    }
    shares.add((double) others / rows);
    return new Categories(List.copyOf(counts.keySet()), shares, type);
  }

  /** Of a column of which nothing was learned. */
  static Categories unknown(String type) {
    return new Categories(List.of(), List.of(), type);
  }

  boolean known() {
    return !shares.isEmpty();
  }

  /**
   * The name of the id for other and missing values: a question mark, or more where that is one.
   */
  String other() {
    String other = "?";
    while (names.contains(other)) {
      other += "?";
    }
    return other;
  }
}
