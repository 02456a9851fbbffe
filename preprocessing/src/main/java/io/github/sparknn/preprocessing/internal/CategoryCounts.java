package io.github.sparknn.preprocessing.internal;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * How often each value of a column occurs. Holds at most {@code limit} distinct values in 256 MiB;
 * past that it only remembers that there are more. Not thread-safe.
 */
public final class CategoryCounts implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Bytes that the distinct values of a column may have. */
  static final int MAX_BYTES = 256 << 20;

  private final int limit;
  private StringTable values = new StringTable();
  private long[] counts = new long[8];
  private boolean overLimit;

  CategoryCounts(int limit) {
    this.limit = limit;
  }

  void add(UTF8String value, long count) {
    if (overLimit) {
      return;
    }
    int number = values.findOrAdd(value);
    if (number >= limit || values.bytes() > MAX_BYTES) {
      overLimit = true;
      values = new StringTable();
      counts = new long[0];
      return;
    }
    if (number >= counts.length) {
      counts = Arrays.copyOf(counts, 2 * counts.length);
    }
    counts[number] += count;
  }

  void merge(CategoryCounts other) {
    if (other.overLimit) {
      overLimit = true;
    }
    for (int number = 0; number < other.values.size(); number++) {
      add(other.values.get(number), other.counts[number]);
    }
  }

  /** Makes it small, to be sent. */
  void compress() {
    counts = Arrays.copyOf(counts, Math.max(1, values.size()));
  }

  /**
   * Whether there were more distinct values than the limit; then {@link #mostFrequent} is not to be
   * called.
   */
  public boolean overLimit() {
    return overLimit;
  }

  /**
   * The most frequent values with their counts, at most {@code categories} of them, each at least
   * {@code minCount} times there, sorted by value (UTF-8 bytes); of equally frequent values the
   * smaller ones are taken.
   */
  public Map<String, Long> mostFrequent(int categories, long minCount) {
    Comparator<Integer> byValue = Comparator.comparing(values::get);
    Comparator<Integer> byCount = Comparator.comparingLong(number -> -counts[number]);
    Map<String, Long> result = new LinkedHashMap<>();
    IntStream.range(0, values.size())
        .filter(number -> counts[number] >= minCount)
        .boxed()
        .sorted(byCount.thenComparing(byValue))
        .limit(categories)
        .sorted(byValue)
        .forEach(number -> result.put(values.get(number).toString(), counts[number]));
    return result;
  }
}
