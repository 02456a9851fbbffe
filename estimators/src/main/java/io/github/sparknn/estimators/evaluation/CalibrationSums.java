package io.github.sparknn.estimators.evaluation;

import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;

/** Rows by probability, in ten bins of equal width. Mergeable, mutable. */
final class CalibrationSums implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int BINS = 10;

  private final double[] weights = new double[BINS];
  private final double[] probabilities = new double[BINS];
  private final double[] positives = new double[BINS];

  void add(boolean positive, double probability, double weight) {
    int bin = Math.max(0, Math.min((int) (probability * BINS), BINS - 1));
    weights[bin] += weight;
    probabilities[bin] += weight * probability;
    positives[bin] += positive ? weight : 0;
  }

  void merge(CalibrationSums other) {
    for (int i = 0; i < BINS; i++) {
      weights[i] += other.weights[i];
      probabilities[i] += other.probabilities[i];
      positives[i] += other.positives[i];
    }
  }

  List<CalibrationBin> bins() {
    return IntStream.range(0, BINS).mapToObj(this::bin).toList();
  }

  private CalibrationBin bin(int i) {
    return new CalibrationBin(
        (double) i / BINS,
        (i + 1.0) / BINS,
        weights[i],
        probabilities[i] / weights[i],
        positives[i] / weights[i]);
  }
}
