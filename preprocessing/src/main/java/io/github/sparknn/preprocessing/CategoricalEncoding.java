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

  /** Of each categorical column. */
  static List<CategoricalEncoding> of(TablePreprocessorParams params) {
    return Overrides.resolve(
            "categoricalEncodingOverrides",
            params.getCategoricalCols(),
            params.getCategoricalEncoding(),
            params.getCategoricalEncodingOverrides(),
            "categoricalCols")
        .stream()
        .map(text -> Arrays.stream(values()).filter(e -> e.text.equals(text)).findFirst())
        .map(found -> found.orElseThrow())
        .toList();
  }
}
