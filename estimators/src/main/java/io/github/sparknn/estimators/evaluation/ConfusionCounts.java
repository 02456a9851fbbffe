package io.github.sparknn.estimators.evaluation;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Weights of rows by label and prediction; only what occurs is kept. Mergeable, mutable. */
final class ConfusionCounts implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int classes;
  private final Map<Long, Double> cells = new HashMap<>();

  ConfusionCounts(int classes) {
    this.classes = classes;
  }

  /**
   * A matrix whose last row and column may stand for several classes.
   *
   * @param labels of its rows and columns
   * @param cells of each label (first index) by prediction
   */
  record Matrix(List<String> labels, double[][] cells) {}

  void add(int label, int prediction, double weight) {
    cells.merge((long) label * classes + prediction, weight, Double::sum);
  }

  void merge(ConfusionCounts other) {
    other.cells.forEach((cell, weight) -> cells.merge(cell, weight, Double::sum));
  }

  double right(int label) {
    return cells.getOrDefault((long) label * classes + label, 0.0);
  }

  /** Weights of the rows of each label. */
  double[] labelled() {
    double[] sums = new double[classes];
    cells.forEach((cell, weight) -> sums[label(cell)] += weight);
    return sums;
  }

  /** Weights of the rows of each prediction. */
  double[] predicted() {
    double[] sums = new double[classes];
    cells.forEach((cell, weight) -> sums[prediction(cell)] += weight);
    return sums;
  }

  /** All of it, double[classes][classes]. */
  double[][] matrix() {
    return matrix(IntStream.range(0, classes).toArray(), classes);
  }

  /**
   * The classes of most weight as label and prediction together, in their order; where there are
   * more, the others are one class behind them.
   */
  Matrix of(int most, List<String> labels) {
    if (classes <= most) {
      return new Matrix(labels, matrix());
    }
    double[] labelled = labelled();
    double[] predicted = predicted();
    int[] kept =
        IntStream.range(0, classes)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -(labelled[i] + predicted[i])))
            .limit(most)
            .mapToInt(i -> i)
            .sorted()
            .toArray();
    int[] place = new int[classes];
    Arrays.fill(place, most);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < most; i++) {
      place[kept[i]] = i;
      names.add(labels.get(kept[i]));
    }
    names.add("%d others".formatted(classes - most));
    return new Matrix(names, matrix(place, most + 1));
  }

  private double[][] matrix(int[] place, int size) {
    double[][] matrix = new double[size][size];
    cells.forEach((cell, sum) -> matrix[place[label(cell)]][place[prediction(cell)]] += sum);
    return matrix;
  }

  private int label(long cell) {
    return (int) (cell / classes);
  }

  private int prediction(long cell) {
    return (int) (cell % classes);
  }
}
