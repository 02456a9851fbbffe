package io.github.sparknn.preprocessing.internal;

import java.io.Serializable;
import java.util.Arrays;
import org.apache.spark.sql.catalyst.util.QuantileSummaries;

/**
 * Quantiles of values, approximate in their rank: the value given for quantile {@code p} of {@code
 * n} values has a rank within {@code relativeError * n} of {@code p * n}. Deterministic for an
 * order of values and merges. Not thread-safe.
 *
 * <p>Source: Greenwald, Khanna, "Space-efficient Online Computation of Quantile Summaries" (2001),
 * as Spark implements it. Values come to Spark's summary in sorted blocks, so that it has nothing
 * to sort.
 */
final class QuantileSketch implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Values that wait to be sorted, fewer where many columns share the memory. */
  private static final int MAX_BLOCK = 50_000;

  private static final int MIN_BLOCK = 1_000;
  private static final int BLOCKS_TOTAL = 1 << 23;

  private final int blockSize;
  private double[] block = new double[16];
  private int blockValues;
  private QuantileSummaries summary;

  /**
   * @param relativeError of the rank, 0 (exact, keeps all values) to 1
   * @param sketches how many there are side by side
   */
  QuantileSketch(double relativeError, int sketches) {
    blockSize = Math.max(MIN_BLOCK, Math.min(MAX_BLOCK, BLOCKS_TOTAL / Math.max(1, sketches)));
    summary =
        new QuantileSummaries(
            QuantileSummaries.defaultCompressThreshold(),
            relativeError,
            QuantileSummaries.$lessinit$greater$default$3(),
            QuantileSummaries.$lessinit$greater$default$4(),
            QuantileSummaries.$lessinit$greater$default$5());
  }

  void add(double value) {
    if (blockValues == block.length) {
      if (blockValues == blockSize) {
        fold();
      } else {
        block = Arrays.copyOf(block, Math.min(2 * blockValues, blockSize));
      }
    }
    block[blockValues++] = value;
  }

  /** Takes the waiting values into the summary, which then is as small as it gets. */
  private void fold() {
    Arrays.sort(block, 0, blockValues);
    for (int i = 0; i < blockValues; i++) {
      summary = summary.insert(block[i]);
    }
    blockValues = 0;
    summary = summary.compress();
  }

  /** Makes it small, to be sent. */
  void compress() {
    fold();
    block = new double[1];
  }

  void merge(QuantileSketch other) {
    fold();
    other.fold();
    summary = summary.merge(other.summary);
  }

  /**
   * A value present whose rank is about {@code probability} of the way; NaN when there is none. The
   * smallest and the greatest value are exact.
   */
  double quantile(double probability) {
    fold();
    var value = summary.query(probability);
    return value.isEmpty() ? Double.NaN : (Double) value.get();
  }
}
