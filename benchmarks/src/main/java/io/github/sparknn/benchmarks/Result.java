package io.github.sparknn.benchmarks;

import java.util.List;
import java.util.Map;

/**
 * A contender's figures.
 *
 * @param runs the figures of each repetition, by name
 */
record Result(String name, List<Map<String, Double>> runs) {

  /** The median over the repetitions; NaN if the contender has no such figure. */
  double median(String figure) {
    double[] values = sorted(figure);
    int middle = values.length / 2;
    if (values.length == 0) {
      return Double.NaN;
    }
    return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  }

  /** The smallest value; NaN if the contender has no such figure. */
  double least(String figure) {
    double[] values = sorted(figure);
    return values.length == 0 ? Double.NaN : values[0];
  }

  /** The greatest value; NaN if the contender has no such figure. */
  double greatest(String figure) {
    double[] values = sorted(figure);
    return values.length == 0 ? Double.NaN : values[values.length - 1];
  }

  private double[] sorted(String figure) {
    return runs.stream()
        .filter(run -> run.containsKey(figure))
        .mapToDouble(run -> run.get(figure))
        .sorted()
        .toArray();
  }

  /**
   * The result of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Result named(List<Result> results, String name) {
    return results.stream()
        .filter(result -> result.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Cannot find result '"
                        + name
                        + "': there are "
                        + results.stream().map(Result::name).toList()));
  }
}
