package io.github.sparknn.jobs.config;

import java.util.List;

/**
 * The rows kept from training: chosen by a hash of the row's values, so that the same rows are held
 * out however the table is partitioned, and equal rows are never on both sides.
 *
 * @param fraction the part of the rows to hold out, about, in (0, 1)
 * @param seed another seed holds out other rows; default 0
 * @param columns the columns whose values decide, such as a customer's id to hold out whole
 *     customers; empty (the default) for all columns as read
 */
public record HoldoutSection(double fraction, long seed, List<String> columns) {

  /** Checks the fraction. */
  public HoldoutSection {
    if (!(fraction > 0 && fraction < 1)) {
      throw new IllegalArgumentException(
          "Invalid fraction: " + fraction + " (must be between 0 and 1)");
    }
    columns = columns == null ? List.of() : List.copyOf(columns);
  }
}
