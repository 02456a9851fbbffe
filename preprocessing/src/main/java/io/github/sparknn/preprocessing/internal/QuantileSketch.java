package io.github.sparknn.preprocessing.internal;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.catalyst.util.QuantileSummaries;
import org.apache.spark.sql.catalyst.util.QuantileSummaries.Stats;

/**
 * Quantiles of values, approximate in their rank: the value given for quantile {@code p} of {@code
 * n} values has a rank within {@code relativeError * n} of {@code p * n}. Deterministic for an
 * order of values and merges. Not thread-safe.
 *
 * <p>Sources: Greenwald, Khanna, "Space-efficient Online Computation of Quantile Summaries" (2001),
 * as Spark implements it; values come to Spark's summary in sorted blocks, so that it has nothing
 * to sort. Merged summaries do not get smaller by themselves; {@link #prune} makes them so, as in
 * Greenwald, Khanna, "Power-Conserving Computation of Order-Statistics over Sensor Networks"
 * (2004), section 4.1. Values take half of the error, prunings the other half.
 */
final class QuantileSketch implements Serializable {
  private static final long serialVersionUID = 2L;

  /** Values that wait to be sorted, fewer where many columns share the memory. */
  private static final int MAX_BLOCK = 50_000;

  private static final int MIN_BLOCK = 1_000;
  private static final int BLOCKS_TOTAL = 1 << 23;

  private final int blockSize;
  private double[] block = new double[16];
  private int blockValues;
  private final double relativeError;

  /** Travels as {@link Samples}. */
  private transient QuantileSummaries summary;

  /**
   * @param relativeError of the rank, 0 (exact, keeps all values) to 1
   * @param sketches how many there are side by side
   */
  QuantileSketch(double relativeError, int sketches) {
    blockSize = Math.max(MIN_BLOCK, Math.min(MAX_BLOCK, BLOCKS_TOTAL / Math.max(1, sketches)));
    this.relativeError = relativeError;
    summary = summary(relativeError / 2, QuantileSummaries.$lessinit$greater$default$3(), 0);
  }

  private static QuantileSummaries summary(double error, Stats[] samples, long count) {
    return new QuantileSummaries(
        QuantileSummaries.defaultCompressThreshold(), error, samples, count, true);
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
   * Makes it as small as it gets when it is to be merged {@code levels} times in all with others
   * and pruned each time.
   */
  void prune(int levels) {
    fold();
    Stats[] samples = summary.sampled();
    int kept = (int) Math.min(samples.length, Math.ceil(levels / relativeError));
    if (kept + 2 < samples.length) {
      double error = summary.relativeError() + relativeError / 2 / levels;
      summary = summary(error, pruned(samples, summary.count(), kept), summary.count());
    }
  }

  /** Those nearest to the ranks {@code count * k / parts}, with the bounds of their ranks. */
  private static Stats[] pruned(Stats[] samples, long count, int parts) {
    long[] least = new long[samples.length]; // the least rank that each may have
    long rank = 0;
    for (int i = 0; i < samples.length; i++) {
      rank += samples[i].g();
      least[i] = rank;
    }
    List<Stats> kept = new ArrayList<>();
    int last = -1;
    for (int part = 0; part <= parts; part++) {
      int nearest =
          part == parts
              ? samples.length - 1
              : nearest(samples, least, Math.max(0, last), (double) count * part / parts);
      if (nearest > last) {
        long before = last < 0 ? 0 : least[last];
        kept.add(
            new Stats(samples[nearest].value(), least[nearest] - before, samples[nearest].delta()));
        last = nearest;
      }
    }
    return kept.toArray(Stats[]::new);
  }

  /** The sample whose possible ranks are all nearest to a rank, from the one at start on. */
  private static int nearest(Stats[] samples, long[] least, int start, double rank) {
    int nearest = start;
    double distance = Double.POSITIVE_INFINITY;
    for (int i = start; i < samples.length && least[i] - rank < distance; i++) {
      double far = Math.max(rank - least[i], least[i] + samples[i].delta() - rank);
      if (far < distance) {
        distance = far;
        nearest = i;
      }
    }
    return nearest;
  }

  /** What is kept of a summary. */
  private record Samples(double error, long count, double[] values, long[] gs, long[] deltas)
      implements Serializable {
    private static final long serialVersionUID = 1L;

    static Samples of(QuantileSummaries summary) {
      Stats[] samples = summary.sampled();
      return new Samples(
          summary.relativeError(),
          summary.count(),
          Arrays.stream(samples).mapToDouble(Stats::value).toArray(),
          Arrays.stream(samples).mapToLong(Stats::g).toArray(),
          Arrays.stream(samples).mapToLong(Stats::delta).toArray());
    }

    QuantileSummaries summary() {
      Stats[] samples = new Stats[values.length];
      Arrays.setAll(samples, i -> new Stats(values[i], gs[i], deltas[i]));
      return QuantileSketch.summary(error, samples, count);
    }
  }

  private void writeObject(ObjectOutputStream out) throws IOException {
    compress();
    out.defaultWriteObject();
    out.writeObject(Samples.of(summary));
  }

  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    in.defaultReadObject();
    summary = ((Samples) in.readObject()).summary();
  }

  /** Samples that it holds. */
  int samples() {
    return summary.sampled().length;
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
