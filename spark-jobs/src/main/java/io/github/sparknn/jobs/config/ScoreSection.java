package io.github.sparknn.jobs.config;

import java.util.List;

/**
 * What {@code score} does.
 *
 * @param data a table of its own; null for the job's table
 * @param where rows to score, as a SQL condition; null scores all
 * @param columns SQL expressions to write, such as {@code id}, {@code prediction = 1 AS late} or
 *     {@code vector_to_array(probability)[1] AS probability}; empty (the default) writes all
 *     columns of the input and of the model
 * @param output where the scored rows go
 */
public record ScoreSection(
    DataSection data, String where, List<String> columns, OutputSection output) {

  /** Fills in the defaults. */
  public ScoreSection {
    Keys.require("output", output);
    columns = columns == null ? List.of() : List.copyOf(columns);
  }
}
