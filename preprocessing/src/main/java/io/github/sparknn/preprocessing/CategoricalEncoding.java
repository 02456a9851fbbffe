package io.github.sparknn.preprocessing;

import java.util.Arrays;
import java.util.List;

/** How categories become values of the tensor. */
enum CategoricalEncoding {
  /** A position for each category. */
  ONE_HOT("oneHot"),
  /** The number of the category. */
  INDEX("index"),
  /** A position for each hash value; nothing is learned. */
  HASH("hash"),
  /** The share of rows that had the category. */
  FREQUENCY("frequency");

  private final String text;

  CategoricalEncoding(String text) {
    this.text = text;
  }

  /** The value of the param. */
  String text() {
    return text;
  }

  static String[] texts() {
    return Arrays.stream(values()).map(CategoricalEncoding::text).toArray(String[]::new);
  }

  /** Whether something is learned of the column. */
  boolean learns() {
    return this != HASH;
  }

  /** Whether it gives a position for each id. */
  boolean expands() {
    return this == ONE_HOT || this == HASH;
  }

  /**
   * Of each column.
   *
   * @param columnsParam the param that names them, for messages
   */
  static List<CategoricalEncoding> of(
      HasCategoricalEncoding params, String[] columns, String columnsParam) {
    return Overrides.resolve(
            "categoricalEncodingOverrides",
            columns,
            params.getCategoricalEncoding(),
            params.getCategoricalEncodingOverrides(),
            columnsParam)
        .stream()
        .map(text -> Arrays.stream(values()).filter(e -> e.text.equals(text)).findFirst())
        .map(found -> found.orElseThrow())
        .toList();
  }
}
