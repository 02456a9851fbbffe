package io.github.sparknn.preprocessing;

import io.github.sparknn.preprocessing.NumberStatistics.Statistic;
import io.github.sparknn.preprocessing.internal.DatePart;
import io.github.sparknn.preprocessing.internal.DateRule;
import io.github.sparknn.preprocessing.internal.Moments;
import io.github.sparknn.preprocessing.internal.TableSummary;
import io.github.sparknn.preprocessing.internal.ValueNeed;
import io.github.sparknn.preprocessing.internal.ValueSummary;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.types.StructType;

/** What a TablePreprocessor learns. Immutable. */
record TableStatistics(NumberStatistics numbers, List<DateRule> dates, List<Categories> categories)
    implements Serializable {
  private static final double LOWER_QUARTILE = 0.25;
  private static final double UPPER_QUARTILE = 0.75;

  /**
   * Throws IllegalArgumentException, naming the column, when the data cannot be preprocessed as the
   * params want.
   */
  static TableStatistics of(
      TablePreprocessorParams params, StructType schema, TableSummary summary) {
    if (summary.rows() == 0) {
      throw new IllegalArgumentException("Cannot fit TablePreprocessor: the DataFrame is empty");
    }
    List<NumberTreatment> treatments = NumberTreatment.of(params);
    NumberStatistics numbers = numbers(treatments, params.getClipQuantiles(), summary);
    for (int i = 0; i < treatments.size(); i++) {
      checkNumbers(params, treatments.get(i), summary, i);
      double spread = treatments.get(i).scaling().spread(numbers, i);
      if (Double.isInfinite(spread)) {
        throw cannotFit(treatments.get(i).column(), "holds values too far apart to be scaled");
      }
    }
    return new TableStatistics(
        numbers,
        TableSchema.dateRules(params, schema),
        TableSchema.categorical(params).learn("TablePreprocessor", summary, schema));
  }

  private static NumberStatistics numbers(
      List<NumberTreatment> treatments, double[] clipQuantiles, TableSummary summary) {
    int columns = treatments.size();
    double[] means = summary.moments().means();
    double[] deviations = summary.moments().standardDeviations();
    NumberStatistics.Builder builder = new NumberStatistics.Builder(columns);
    builder.set(Statistic.MEAN, Arrays.copyOf(means, columns));
    builder.set(Statistic.STD, Arrays.copyOf(deviations, columns));
    for (int i = 0; i < columns; i++) {
      int logPosition = summary.logPosition(i);
      if (logPosition >= 0) {
        builder.set(Statistic.LOG_MEAN, i, means[logPosition]);
        builder.set(Statistic.LOG_STD, i, deviations[logPosition]);
      }
      NumberTreatment treatment = treatments.get(i);
      if (summary.values(i) != null) {
        values(builder, i, treatment.needs(), summary.values(i));
      }
      if (treatment.clipped()) {
        builder.set(Statistic.CLIP_LOW, i, summary.values(i).quantile(clipQuantiles[0]));
        builder.set(Statistic.CLIP_HIGH, i, summary.values(i).quantile(clipQuantiles[1]));
      }
    }
    return builder.build();
  }

  private static void values(
      NumberStatistics.Builder builder, int i, Set<ValueNeed> needs, ValueSummary values) {
    builder.set(Statistic.MIN, i, values.min());
    builder.set(Statistic.MAX, i, values.max());
    if (needs.contains(ValueNeed.QUANTILES)) {
      builder.set(Statistic.LOWER_QUANTILE, i, values.quantile(LOWER_QUARTILE));
      builder.set(Statistic.MEDIAN, i, values.quantile(0.5));
      builder.set(Statistic.UPPER_QUANTILE, i, values.quantile(UPPER_QUARTILE));
    }
    if (values.counted()) {
      builder.set(Statistic.MOST_FREQUENT, i, values.mostFrequent());
    }
  }

  private static void checkNumbers(
      TablePreprocessorParams params, NumberTreatment treatment, TableSummary summary, int i) {
    Moments moments = summary.moments();
    String problem = moments.problem(i);
    if (problem != null) {
      throw cannotFit(treatment.column(), problem);
    }
    if (summary.logPosition(i) >= 0 && moments.problem(summary.logPosition(i)) != null) {
      throw cannotFit(
          treatment.column(),
          "holds a value of -1 or less, which has no logarithm of 1 + x (must be greater for"
              + " numericScaling "
              + treatment.scaling().text()
              + ")");
    }
    String imputationProblem = treatment.imputation().problem(summary.values(i));
    if (imputationProblem != null) {
      throw cannotFit(treatment.column(), imputationProblem);
    }
    long missing = summary.rows() - moments.count(i);
    boolean mayMiss =
        treatment.imputation() != Imputation.NONE
            || params.getHandleInvalid().equals(TablePreprocessorParams.KEEP);
    if (missing > 0 && !mayMiss) {
      throw cannotFit(
          treatment.column(),
          "has "
              + missing
              + " missing values (null or NaN) and imputation is none (imputation = mean fills"
              + " them, handleInvalid = keep gives such rows a null tensor)");
    }
  }

  private static IllegalArgumentException cannotFit(String column, String reason) {
    return new IllegalArgumentException(
        "Cannot fit TablePreprocessor: column '" + column + "' " + reason);
  }

  /** In a saved model: numbers by the statistic's name, dates as the names of their parts. */
  record Saved(
      Map<String, double[]> numbers, List<List<String>> dates, List<Categories> categories) {
    TableStatistics statistics() {
      return new TableStatistics(
          NumberStatistics.of(numbers),
          dates.stream()
              .map(parts -> new DateRule(parts.stream().map(DatePart::of).toList()))
              .toList(),
          List.copyOf(categories));
    }
  }

  Saved saved() {
    return new Saved(
        numbers.toMap(),
        dates.stream().map(date -> date.parts().stream().map(DatePart::text).toList()).toList(),
        categories);
  }
}
