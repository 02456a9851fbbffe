package io.github.sparknn.jobs.config;

import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.commons.text.similarity.JaroWinklerSimilarity;

/** What the sections share: required keys, maps in the order of the file, the nearest known key. */
final class Keys {
  /** Below this similarity a known key is not what somebody meant. */
  private static final double SIMILAR = 0.8;

  /** Data sources that read and write files. */
  private static final Set<String> FILE_FORMATS =
      Set.of(
          "avro",
          "binaryfile",
          "cifar10",
          "cifar100",
          "csv",
          "delta",
          "idx",
          "image",
          "json",
          "libsvm",
          "orc",
          "parquet",
          "text");

  private Keys() {}

  static void require(String key, Object value) {
    if (value == null) {
      throw new IllegalArgumentException("missing key '" + key + "'");
    }
  }

  /**
   * That a table has one place, or none where the format takes no path.
   *
   * @param format null for the default, which takes one
   */
  static void requirePlace(String format, String path, String table) {
    boolean takesNone = format != null && !FILE_FORMATS.contains(format.toLowerCase(Locale.ROOT));
    if (path != null || table != null || !takesNone) {
      requireOneOf("path", path, "table", table);
    }
  }

  static String place(String format, String path, String table) {
    return path != null ? path : table != null ? table : format;
  }

  private static void requireOneOf(String key, Object value, String otherKey, Object otherValue) {
    if ((value == null) == (otherValue == null)) {
      throw new IllegalArgumentException(
          (value == null ? "missing key '" : "both '")
              + key
              + (value == null ? "' or '" : "' and '")
              + otherKey
              + (value == null ? "'" : "' are given (must be one of them)"));
    }
  }

  static <V> Map<String, V> ordered(Map<String, V> map) {
    return map == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  /** {@code (did you mean 'epochs'?)}, or the known names where none is near. */
  static String hint(String name, Collection<String> known) {
    JaroWinklerSimilarity similarity = new JaroWinklerSimilarity();
    return known.stream()
        .filter(candidate -> similarity.apply(name, candidate) >= SIMILAR)
        .max(Comparator.comparingDouble(candidate -> similarity.apply(name, candidate)))
        .map(candidate -> "(did you mean '" + candidate + "'?)")
        .orElseGet(() -> "(known: " + String.join(", ", known) + ")");
  }
}
