package io.github.sparknn.preprocessing;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What was learned of a categorical column.
 *
 * @param names in the order of their ids
 * @param shares of the rows at fit that had each category, then of all other rows; NaN where not
 *     known
 */
record Categories(List<String> names, List<Double> shares) implements Serializable {

  /**
   * @param counts by category, in the order of their ids
   * @param rows of all categories and none
   */
  static Categories of(Map<String, Long> counts, long rows) {
    List<Double> shares = new ArrayList<>();
    long others = rows;
    for (long count : counts.values()) {
      shares.add((double) count / rows);
      others -= count;
    }
    shares.add((double) others / rows);
    return new Categories(List.copyOf(counts.keySet()), List.copyOf(shares));
  }

  /** Of a column of which nothing was learned. */
  static final Categories UNKNOWN = new Categories(List.of(), List.of());

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
