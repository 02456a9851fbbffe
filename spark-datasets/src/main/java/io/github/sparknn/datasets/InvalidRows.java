package io.github.sparknn.datasets;

/** What becomes of a row that holds null or NaN in a feature or label column. */
public enum InvalidRows {
  /** The job fails with an error that names the column. */
  ERROR,
  /** The row is left out. */
  SKIP
}
