package io.github.sparknn.datasets;

import java.io.Serializable;

/**
 * What a row weighs: the value of a column, or 1, times the weight of its class.
 *
 * @param column null for none
 * @param rule where the weights of classes come from
 * @param given one weight per class for {@link Rule#GIVEN}, else empty
 * @param classes number of classes
 */
record Weighting(String column, Rule rule, double[] given, int classes) implements Serializable {

  /** Where the weights of classes come from. */
  enum Rule {
    /** All classes weigh alike. */
    ALIKE,
    /** From the builder's caller. */
    GIVEN,
    /** From what each class's rows weigh together. */
    BALANCED
  }

  /**
   * Groups of rows whose weights have the same factor beside the column: all rows, or each class.
   */
  int groups() {
    return rule == Rule.ALIKE ? 1 : classes;
  }
}
