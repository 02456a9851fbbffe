package io.github.sparknn.datasets;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;

/**
 * How the groups of a {@link Weighting} are weighed, which the rows of the whole data set decide.
 *
 * @param classWeights by class; empty when all weigh alike
 * @param divisors by what to divide the weight column's values in each group, for the rows to weigh
 *     1 on average; empty without weights
 */
record GroupWeights(double[] classWeights, double[] divisors) implements Serializable {
  static final GroupWeights NONE = new GroupWeights(new double[0], new double[0]);

  /**
   * The weights of groups whose rows are counted. All sums are exact, so that the result is the
   * same however the rows are partitioned.
   *
   * @throws IllegalArgumentException if all rows weigh 0
   */
  static GroupWeights of(Weighting weighting, List<RowCount> partitions) {
    BigDecimal[] totals = new BigDecimal[weighting.groups()];
    Arrays.setAll(totals, group -> total(group, partitions));
    double[] weights =
        switch (weighting.rule()) {
          case ALIKE -> new double[] {1};
          case GIVEN -> weighting.given();
          case BALANCED -> balanced(totals);
        };
    BigDecimal sum = BigDecimal.ZERO;
    for (int i = 0; i < totals.length; i++) {
      sum = sum.add(totals[i].multiply(new BigDecimal(weights[i])));
    }
    long rows = partitions.stream().mapToLong(RowCount::rows).sum();
    double mean = sum.divide(BigDecimal.valueOf(rows), MathContext.DECIMAL128).doubleValue();
    if (mean == 0) {
      throw new IllegalArgumentException(
          "Cannot shard the data: all rows weigh 0"
              + (weighting.column() == null ? "" : " (column '" + weighting.column() + "')"));
    }
    return new GroupWeights(
        weighting.rule() == Weighting.Rule.ALIKE ? new double[0] : weights,
        Arrays.stream(weights).map(weight -> mean / weight).toArray());
  }

  private static BigDecimal total(int group, List<RowCount> partitions) {
    return partitions.stream()
        .map(partition -> partition.weights()[group].value())
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /**
   * Class c of K that have weight gets n / (K n_c), n_c being what its rows weigh by the column and
   * n what all do, so that each class weighs n / K in the end; a class without weight gets 1.
   *
   * <p>Source: King, Zeng, "Logistic Regression in Rare Events Data", Political Analysis 9, 2001;
   * {@code class_weight="balanced"} in scikit-learn.
   */
  private static double[] balanced(BigDecimal[] totals) {
    double all = Arrays.stream(totals).reduce(BigDecimal.ZERO, BigDecimal::add).doubleValue();
    long present = Arrays.stream(totals).filter(total -> total.signum() > 0).count();
    return Arrays.stream(totals)
        .mapToDouble(BigDecimal::doubleValue)
        .map(total -> total > 0 ? all / (present * total) : 1)
        .toArray();
  }
}
