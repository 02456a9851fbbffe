package io.github.sparknn.preprocessing.internal;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.spark.unsafe.hash.Murmur3_x86_32;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * How the strings of one column become values: each string has an id, from 0 on, the last one for
 * missing strings and for those without one of their own. Immutable.
 */
public final class CategoryEncoding implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The seed of Spark's SQL function hash. */
  private static final int SEED = 42;

  /** Empty when ids are hash values. */
  private final StringTable dictionary;

  /** Number of hash values, 0 when the dictionary gives the ids. */
  private final int buckets;

  /** The value of each id; null where it is the id itself. */
  private final double[] values;

  private final boolean oneHot;

  /** The column, for messages, where other and missing strings have no id; null where they have. */
  private final String closedColumn;

  private CategoryEncoding(
      StringTable dictionary, int buckets, double[] values, boolean oneHot, String closedColumn) {
    this.dictionary = dictionary;
    this.buckets = buckets;
    this.values = values;
    this.oneHot = oneHot;
    this.closedColumn = closedColumn;
  }

  /** A position for each category and one for the others. */
  public static CategoryEncoding oneHot(List<String> categories) {
    return new CategoryEncoding(StringTable.of(categories), 0, null, true, null);
  }

  /** A position for each of {@code buckets} hash values and one for missing strings. */
  public static CategoryEncoding hash(int buckets) {
    return new CategoryEncoding(new StringTable(), buckets, null, true, null);
  }

  /** The id itself. */
  public static CategoryEncoding index(List<String> categories) {
    return new CategoryEncoding(StringTable.of(categories), 0, null, false, null);
  }

  /**
   * A value for each category.
   *
   * @param values of the categories, and a last one for other and missing strings
   */
  public static CategoryEncoding values(List<String> categories, double[] values) {
    return new CategoryEncoding(StringTable.of(categories), 0, values.clone(), false, null);
  }

  /** The same without an id for other and missing strings, which are invalid. */
  public CategoryEncoding closed(String column) {
    return new CategoryEncoding(dictionary, buckets, values, oneHot, column);
  }

  /** Number of ids; the last one is for other and missing strings, unless closed. */
  public int size() {
    return others() + (closedColumn == null ? 1 : 0);
  }

  private int others() {
    return buckets > 0 ? buckets : dictionary.size();
  }

  /** Whether an id becomes a one at its position of a block, where there is room for one. */
  boolean isOneHot() {
    return oneHot;
  }

  /** The string's id, -1 where it has none; {@code string}: null where missing. */
  public int id(UTF8String string) {
    int id = -1;
    if (string != null) {
      id = buckets > 0 ? Math.floorMod(hash(string), buckets) : dictionary.find(string);
    }
    return id < 0 && closedColumn == null ? others() : id;
  }

  /** The string's id; for generated code. */
  public int validId(UTF8String string) {
    int id = id(string);
    if (id < 0) {
      throw invalid(string);
    }
    return id;
  }

  IllegalArgumentException invalid(UTF8String string) {
    return new IllegalArgumentException(
        "Cannot encode column '%s': it holds %s, %s (handleInvalid = keep gives such values an id of"
                .formatted(
                    closedColumn,
                    string == null ? "null" : "'" + string + "'",
                    buckets > 0 ? "which has no hash value" : "which is no category")
            + " their own, skip leaves their rows out)");
  }

  private static int hash(UTF8String string) {
    return Murmur3_x86_32.hashUnsafeBytes(
        string.getBaseObject(), string.getBaseOffset(), string.numBytes(), SEED);
  }

  /** What an id becomes where there is no position for it. */
  public double value(int id) {
    return values == null ? id : values[id];
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof CategoryEncoding that
            && buckets == that.buckets
            && oneHot == that.oneHot
            && Objects.equals(closedColumn, that.closedColumn)
            && dictionary.equals(that.dictionary)
            && Arrays.equals(values, that.values));
  }

  @Override
  public int hashCode() {
    return 31 * (31 * dictionary.hashCode() + buckets) + Arrays.hashCode(values);
  }
}
