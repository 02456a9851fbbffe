package io.github.sparknn.preprocessing.internal;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Count, mean and standard deviation of the values at each of {@code size} positions, in one pass,
 * in double. NaN is missing and skipped. Call {@link #add} for the positions of a row, then {@link
 * #endRow}. Not thread-safe; the result depends on the order of the rows in its last bits only.
 *
 * <p>Sums of differences from the running mean are kept for a block of rows, then merged. All of it
 * is relative to the first value seen, so that a large mean costs no accuracy and no value costs a
 * division. Source: Chan, Golub, LeVeque, "Updating Formulae and a Pairwise Algorithm for Computing
 * Sample Variances" (1979), equations 2.1.
 */
public final class Moments implements Serializable {
  private static final long serialVersionUID = 1L;

  /**
   * Bounds the cancellation within a block to ten bits where the first value of all is an outlier.
   */
  static final int BLOCK_ROWS = 1024;

  private final long[] counts;
  private final double[] origins;
  private final double[] offsets;
  private final double[] squares;
  private final int[] blockCounts;
  private final double[] blockSums;
  private final double[] blockSquares;
  private int blockRows;
  private int firstInfinite = -1;

  /** Moments of nothing yet, at {@code size} positions. */
  public Moments(int size) {
    counts = new long[size];
    origins = new double[size];
    offsets = new double[size];
    squares = new double[size];
    blockCounts = new int[size];
    blockSums = new double[size];
    blockSquares = new double[size];
  }

  /** Number of positions. */
  public int size() {
    return counts.length;
  }

  /** Adds a value; NaN changes nothing, an infinity only {@link #problem}. */
  public void add(int position, double value) {
    if (!(Math.abs(value) <= Double.MAX_VALUE)) {
      if (!Double.isNaN(value) && firstInfinite < 0) {
        firstInfinite = position;
      }
      return;
    }
    if (blockCounts[position]++ == 0 && counts[position] == 0) {
      origins[position] = value;
    }
    double difference = value - origins[position] - offsets[position];
    blockSums[position] += difference;
    blockSquares[position] += difference * difference;
  }

  /** Adds the values of one position in up to {@link #BLOCK_ROWS} rows; then {@link #endRows}. */
  void addAll(int position, double[] values) {
    int first = 0;
    if (counts[position] + blockCounts[position] == 0) {
      while (first < values.length && blockCounts[position] == 0) {
        add(position, values[first++]);
      }
    }
    double origin = origins[position];
    double offset = offsets[position];
    double sum = 0;
    double sumOfSquares = 0;
    int count = 0;
    for (int i = first; i < values.length; i++) {
      double difference = values[i] - origin - offset;
      if (Math.abs(difference) <= Double.MAX_VALUE) {
        sum += difference;
        sumOfSquares += difference * difference;
        count++;
      } else {
        add(position, values[i]);
      }
    }
    blockCounts[position] += count;
    blockSums[position] += sum;
    blockSquares[position] += sumOfSquares;
  }

  /** To be called after the values of each row. */
  public void endRow() {
    endRows(1);
  }

  /** To be called after the values of some rows. */
  void endRows(int rows) {
    blockRows += rows;
    if (blockRows >= BLOCK_ROWS) {
      foldBlock();
    }
  }

  private void foldBlock() {
    for (int i = 0; i < counts.length; i++) {
      int count = blockCounts[i];
      if (count > 0) {
        double mean = blockSums[i] / count;
        combine(i, count, mean, Math.max(0, blockSquares[i] - blockSums[i] * mean));
      }
    }
    Arrays.fill(blockCounts, 0);
    Arrays.fill(blockSums, 0);
    Arrays.fill(blockSquares, 0);
    blockRows = 0;
  }

  /** Takes in {@code count} further values whose mean lies {@code delta} above the mean so far. */
  private void combine(int i, long count, double delta, double squaresOfOthers) {
    double total = (double) counts[i] + count;
    offsets[i] += delta * (count / total);
    squares[i] += squaresOfOthers + delta * delta * (counts[i] * (count / total));
    counts[i] += count;
  }

  /**
   * Takes in the other's values, as if they came after this one's.
   *
   * @throws IllegalArgumentException the other has another size
   */
  public void merge(Moments other) {
    if (other.size() != size()) {
      throw new IllegalArgumentException(
          "Cannot merge moments: " + size() + " positions and " + other.size());
    }
    foldBlock();
    other.foldBlock();
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] == 0) {
        origins[i] = other.origins[i];
      }
      if (other.counts[i] > 0) {
        double delta = (other.origins[i] - origins[i]) + (other.offsets[i] - offsets[i]);
        combine(i, other.counts[i], delta, other.squares[i]);
      }
    }
    if (firstInfinite < 0) {
      firstInfinite = other.firstInfinite;
    }
  }

  /** Values present at the position. */
  public long count(int position) {
    return counts[position] + blockCounts[position];
  }

  /** Means of the present values; 0 where there is none. */
  public double[] means() {
    foldBlock();
    double[] means = new double[size()];
    Arrays.setAll(means, i -> origins[i] + offsets[i]);
    return means;
  }

  /** Sample standard deviations (n - 1) of the present values; 0 for fewer than two of them. */
  public double[] standardDeviations() {
    foldBlock();
    double[] deviations = new double[size()];
    Arrays.setAll(deviations, i -> counts[i] > 1 ? Math.sqrt(squares[i] / (counts[i] - 1)) : 0);
    return deviations;
  }

  /**
   * Why the values at the position tell nothing of others, to follow a column's name: one is
   * infinite, or there is none; null when they do.
   */
  public String valueProblem(int position) {
    if (position == firstInfinite) {
      return "holds an infinite value";
    }
    return count(position) == 0 ? "has no value, only null or NaN" : null;
  }

  /**
   * Why the values at the position cannot be standardized, to follow a column's name; null when
   * they can.
   */
  public String problem(int position) {
    String problem = valueProblem(position);
    if (problem != null) {
      return problem;
    }
    foldBlock();
    return squares[position] <= Double.MAX_VALUE
        ? null
        : "holds values too large for a finite variance";
  }
}
