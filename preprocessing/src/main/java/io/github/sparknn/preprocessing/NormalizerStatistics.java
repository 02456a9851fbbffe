package io.github.sparknn.preprocessing;

import io.github.sparknn.preprocessing.NumberStatistics.Statistic;
import io.github.sparknn.preprocessing.internal.Moments;
import io.github.sparknn.preprocessing.internal.TensorSummary;
import io.github.sparknn.preprocessing.internal.ValueNeed;
import io.github.sparknn.preprocessing.internal.ValueSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a normalizer learns of each input column, by position: out of a summary. */
final class NormalizerStatistics {
  private NormalizerStatistics() {}

  /** In a saved model: of each column, statistics by name. */
  record Saved(List<Map<String, double[]>> columns) {
    static Saved of(List<NumberStatistics> statistics) {
      return new Saved(statistics.stream().map(NumberStatistics::toMap).toList());
    }

    List<NumberStatistics> statistics() {
      return columns.stream().map(NumberStatistics::of).toList();
    }
  }

  /** Throws IllegalArgumentException, naming the column, when the data cannot be normalized. */
  static List<NumberStatistics> of(
      Normalizer<?, ?> stage, NormalizerNeeds needs, TensorSummary summary) {
    if (summary.rows() == 0) {
      throw new IllegalArgumentException(
          "Cannot fit " + stage.getClass().getSimpleName() + ": the DataFrame is empty");
    }
    List<NumberStatistics> result = new ArrayList<>();
    String[] columns = InOutColumns.inputs(stage);
    for (int i = 0; i < columns.length; i++) {
      String column = columns[i];
      Moments moments =
          summary
              .moments(i)
              .orElseThrow(() -> cannotFit(stage, column, "has no value, only null or NaN"));
      if (summary.otherSize(i).isPresent()) {
        throw cannotFit(
            stage,
            column,
            "holds rows of %d and of %d values (all must have one size)"
                .formatted(moments.size(), summary.otherSize(i).getAsInt()));
      }
      NumberStatistics.Builder builder =
          new NumberStatistics.Builder(moments.size())
              .set(Statistic.MEAN, moments.means())
              .set(Statistic.STD, moments.standardDeviations());
      for (int k = 0; k < moments.size() && !needs.values().isEmpty(); k++) {
        values(builder, k, needs, summary.values(i, k));
      }
      NumberStatistics statistics = builder.build();
      for (int k = 0; k < moments.size(); k++) {
        String problem = moments.problem(k);
        if (problem == null && Double.isInfinite(needs.scaling().spread(statistics, k))) {
          problem = "holds values too far apart to be scaled";
        }
        if (problem != null) {
          String where = moments.size() > 1 ? " at position " + k : "";
          throw cannotFit(stage, column, problem + where);
        }
      }
      result.add(statistics);
    }
    return result;
  }

  private static void values(
      NumberStatistics.Builder builder, int k, NormalizerNeeds needs, ValueSummary values) {
    builder.set(Statistic.MIN, k, values.min());
    builder.set(Statistic.MAX, k, values.max());
    if (needs.values().contains(ValueNeed.QUANTILES)) {
      builder.set(Statistic.LOWER_QUANTILE, k, values.quantile(needs.lower()));
      builder.set(Statistic.MEDIAN, k, values.quantile(0.5));
      builder.set(Statistic.UPPER_QUANTILE, k, values.quantile(needs.upper()));
    }
  }

  private static IllegalArgumentException cannotFit(
      Normalizer<?, ?> stage, String column, String reason) {
    return new IllegalArgumentException(
        "Cannot fit " + stage.getClass().getSimpleName() + ": column '" + column + "' " + reason);
  }
}
