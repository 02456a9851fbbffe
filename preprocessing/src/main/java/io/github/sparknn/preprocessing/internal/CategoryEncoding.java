package io.github.sparknn.preprocessing.internal;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
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

  private CategoryEncoding(StringTable dictionary, int buckets, double[] values, boolean oneHot) {
    this.dictionary = dictionary;
    this.buckets = buckets;
    this.values = values;
    this.oneHot = oneHot;
  }

  /** A position for each category and one for the others. */
  public static CategoryEncoding oneHot(List<String> categories) {
    return new CategoryEncoding(StringTable.of(categories), 0, null, true);
  }

  /** A position for each of {@code buckets} hash values and one for missing strings. */
  public static CategoryEncoding hash(int buckets) {
    return new CategoryEncoding(new StringTable(), buckets, null, true);
  }

  /** The id itself. */
  public static CategoryEncoding index(List<String> categories) {
    return new CategoryEncoding(StringTable.of(categories), 0, null, false);
  }

  /**
   * A value for each category.
   *
   * @param values of the categories, and a last one for other and missing strings
   */
  public static CategoryEncoding values(List<String> categories, double[] values) {
    return new CategoryEncoding(StringTable.of(categories), 0, values.clone(), false);
  }

  /** Number of ids, the last one for other and missing strings. */
  public int size() {
    return (buckets > 0 ? buckets : dictionary.size()) + 1;
  }

  /** Whether an id becomes a one at its position of a block, where there is room for one. */
  boolean isOneHot() {
    return oneHot;
  }

  /** {@code string}: null where missing. */
  int id(UTF8String string) {
    if (buckets > 0) {
      return string == null ? buckets : Math.floorMod(hash(string), buckets);
    }
    int number = string == null ? -1 : dictionary.find(string);
    return number < 0 ? dictionary.size() : number;
  }

  private static int hash(UTF8String string) {
    return Murmur3_x86_32.hashUnsafeBytes(
        string.getBaseObject(), string.getBaseOffset(), string.numBytes(), SEED);
  }

  double value(int id) {
    return values == null ? id : values[id];
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof CategoryEncoding that
            && buckets == that.buckets
            && oneHot == that.oneHot
            && dictionary.equals(that.dictionary)
            && Arrays.equals(values, that.values));
  }

  @Override
  public int hashCode() {
    return 31 * (31 * dictionary.hashCode() + buckets) + Arrays.hashCode(values);
  }
}
