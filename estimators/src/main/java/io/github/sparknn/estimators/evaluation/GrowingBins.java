package io.github.sparknn.estimators.evaluation;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Weights of pairs of numbers in square bins whose size is a power of two, the same for both
 * numbers. The size doubles whenever all numbers from the least to the greatest need more than so
 * many bins, so that no range has to be known before: the result is the same in whatever order
 * pairs come and sums are merged, but for the rounding of the weights' sums. Numbers must be
 * finite. Mergeable, mutable.
 */
final class GrowingBins implements Serializable {
  private static final long serialVersionUID = 1L;

  /** A number of this many bits or fewer tells its bin exactly. */
  private static final int MANTISSA = 52;

  private final int most;
  private Map<Bin, Double> weights = new HashMap<>();
  private double least = Double.POSITIVE_INFINITY;
  private double greatest = Double.NEGATIVE_INFINITY;
  private int exponent = Double.MIN_EXPONENT - MANTISSA;

  /**
   * No pairs.
   *
   * @param most bins that the range may take
   */
  GrowingBins(int most) {
    this.most = most;
  }

  /** Where a pair lies, in sizes from 0. */
  private record Bin(long x, long y) implements Serializable, Comparable<Bin> {
    @Override
    public int compareTo(Bin other) {
      return x == other.x ? Long.compare(y, other.y) : Long.compare(x, other.x);
    }

    Bin coarser(int doublings) {
      int shift = Math.min(doublings, Long.SIZE - 1);
      return new Bin(x >> shift, y >> shift);
    }
  }

  /** What of the pairs a picture shows. */
  interface Shown {
    void bin(double x, double y, double size, double weight);
  }

  void add(double x, double y, double weight) {
    cover(Math.min(x, y), Math.max(x, y));
    weights.merge(new Bin(place(x), place(y)), weight, Double::sum);
  }

  void merge(GrowingBins other) {
    if (!other.weights.isEmpty()) {
      cover(other.least, other.greatest);
      int doublings = exponent - other.exponent;
      other.weights.forEach(
          (bin, weight) -> weights.merge(bin.coarser(doublings), weight, Double::sum));
    }
  }

  /** The size of bins that those numbers too can lie in; it never shrinks. */
  private void cover(double low, double high) {
    if (low >= least && high <= greatest) {
      return;
    }
    least = Math.min(least, low);
    greatest = Math.max(greatest, high);
    int before = exponent;
    int largest = Math.getExponent(Math.max(Math.abs(least), Math.abs(greatest)));
    exponent = Math.max(exponent, largest - MANTISSA);
    while (place(greatest) - place(least) >= most) {
      exponent++;
    }
    if (exponent > before && !weights.isEmpty()) {
      weights = coarser(weights, exponent - before);
    }
  }

  private static Map<Bin, Double> coarser(Map<Bin, Double> weights, int doublings) {
    Map<Bin, Double> result = new HashMap<>();
    weights.forEach((bin, weight) -> result.merge(bin.coarser(doublings), weight, Double::sum));
    return result;
  }

  private long place(double value) {
    return (long) Math.floor(Math.scalb(value, -exponent));
  }

  /**
   * The pairs without the outermost ones: bins that together span at most so many in each
   * direction, and hold all numbers but a share at each end.
   *
   * @param outside share of the weight that may lie below the range of both numbers, and as much
   *     above
   */
  void show(int bins, double outside, Shown shown) {
    if (weights.isEmpty()) {
      return;
    }
    NavigableMap<Long, Double> numbers = new TreeMap<>();
    weights.forEach(
        (bin, weight) -> {
          numbers.merge(bin.x, weight, Double::sum);
          numbers.merge(bin.y, weight, Double::sum);
        });
    double skipped = outside * numbers.values().stream().mapToDouble(weight -> weight).sum();
    long low = end(numbers, skipped);
    long high = end(numbers.descendingMap(), skipped);
    int doublings = 0;
    while ((high >> doublings) - (low >> doublings) >= bins) {
      doublings++;
    }
    Bin from = new Bin(low, low).coarser(doublings);
    Bin to = new Bin(high, high).coarser(doublings);
    double size = Math.scalb(1.0, exponent + doublings);
    new TreeMap<>(coarser(weights, doublings))
        .forEach(
            (bin, weight) -> {
              if (bin.x >= from.x && bin.x <= to.x && bin.y >= from.y && bin.y <= to.y) {
                shown.bin(bin.x * size, bin.y * size, size, weight);
              }
            });
  }

  /** The first number after which more than so much weight has come. */
  private static long end(NavigableMap<Long, Double> numbers, double skipped) {
    double sum = 0;
    for (Map.Entry<Long, Double> number : numbers.entrySet()) {
      sum += number.getValue();
      if (sum > skipped) {
        return number.getKey();
      }
    }
    return numbers.lastKey();
  }
}
