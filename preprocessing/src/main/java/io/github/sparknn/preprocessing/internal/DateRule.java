package io.github.sparknn.preprocessing.internal;

import java.io.Serializable;
import java.util.List;

/**
 * How a date becomes values: sine and cosine of each part's turn; 0 and 0, the centre of the
 * circle, where it is missing.
 */
public record DateRule(List<DatePart> parts) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Positions in the tensor. */
  int width() {
    return 2 * parts.size();
  }
}
