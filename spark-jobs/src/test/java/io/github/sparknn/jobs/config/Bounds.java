package io.github.sparknn.jobs.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.DoublePredicate;

/**
 * From where to where a number may be, found out by asking for the numbers around 0 and 1.
 *
 * @param lowest null for any
 * @param highest null for any
 */
record Bounds(Double lowest, boolean lowestIncluded, Double highest, boolean highestIncluded) {
  private static final double NEAR = 1e-9;
  private static final double INSIDE = 0.5;
  private static final double FAR = 1e6;

  static Bounds of(DoublePredicate accepted) {
    Double lowest = null;
    boolean lowestIncluded = true;
    if (!accepted.test(-NEAR) && (accepted.test(NEAR) || accepted.test(INSIDE))) {
      lowest = 0.0;
      lowestIncluded = accepted.test(0);
    }
    Double highest = null;
    boolean highestIncluded = true;
    if (!accepted.test(1 + NEAR) && !accepted.test(FAR) && accepted.test(INSIDE)) {
      highest = 1.0;
      highestIncluded = accepted.test(1);
    }
    return new Bounds(lowest, lowestIncluded, highest, highestIncluded);
  }

  void addTo(ObjectNode number) {
    if (lowest != null) {
      number.put(lowestIncluded ? "minimum" : "exclusiveMinimum", lowest.intValue());
    }
    if (highest != null) {
      number.put(highestIncluded ? "maximum" : "exclusiveMaximum", highest.intValue());
    }
  }
}
