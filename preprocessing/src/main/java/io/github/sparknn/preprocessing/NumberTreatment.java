package io.github.sparknn.preprocessing;

import io.github.sparknn.preprocessing.NumberStatistics.Statistic;
import io.github.sparknn.preprocessing.internal.NumberRule;
import io.github.sparknn.preprocessing.internal.ValueNeed;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What a TablePreprocessor's params want of one numeric column. */
record NumberTreatment(
    String column,
    Scaling scaling,
    Imputation imputation,
    double fillValue,
    boolean indicator,
    boolean clipped) {

  /**
   * Of all numeric columns.
   *
   * @throws IllegalArgumentException params that do not go together
   */
  static List<NumberTreatment> of(TablePreprocessorParams params) {
    String[] columns = params.getNumericCols();
    List<String> scalings =
        Overrides.resolve(
            "numericScalingOverrides",
            columns,
            params.getNumericScaling(),
            params.getNumericScalingOverrides(),
            "numericCols");
    List<String> imputations =
        Overrides.resolve(
            "imputationOverrides",
            columns,
            params.getImputation(),
            params.getImputationOverrides(),
            "numericCols");
    double[] quantiles = params.getClipQuantiles();
    boolean clipped = quantiles[0] > 0 || quantiles[1] < 1;
    List<NumberTreatment> treatments = new ArrayList<>();
    for (int i = 0; i < columns.length; i++) {
      NumberTreatment treatment =
          new NumberTreatment(
              columns[i],
              Scaling.of(scalings.get(i)),
              Imputation.of(imputations.get(i)),
              params.getFillValue(),
              params.getMissingIndicator(),
              clipped);
      treatment.check();
      treatments.add(treatment);
    }
    return treatments;
  }

  private void check() {
    if (imputation == Imputation.CONSTANT && scaling.logarithmic() && fillValue <= -1) {
      throw new IllegalArgumentException(
          "Invalid fillValue: %s (must be > -1 for column '%s', whose scaling is %s)"
              .formatted(fillValue, column, scaling.text()));
    }
  }

  Set<ValueNeed> needs() {
    EnumSet<ValueNeed> needs = EnumSet.noneOf(ValueNeed.class);
    needs.addAll(scaling.needs());
    needs.addAll(imputation.needs());
    if (clipped) {
      needs.add(ValueNeed.QUANTILES);
    }
    return needs;
  }

  /**
   * The rule of column {@code i} of the statistics.
   *
   * @throws IllegalArgumentException the statistics lack what the params want
   */
  NumberRule rule(NumberStatistics statistics, int i) {
    double shift = scaling.shift(statistics, i);
    if (Double.isNaN(shift) || Double.isNaN(scaling.spread(statistics, i))) {
      throw notFitted("numericScaling", scaling.text());
    }
    double substitute = imputation.substitute(statistics, i, fillValue);
    if (Double.isNaN(substitute) && imputation != Imputation.NONE) {
      throw notFitted("imputation", imputation.text());
    }
    double low = Double.NEGATIVE_INFINITY;
    double high = Double.POSITIVE_INFINITY;
    if (clipped) {
      low = statistics.get(Statistic.CLIP_LOW, i);
      high = statistics.get(Statistic.CLIP_HIGH, i);
      if (Double.isNaN(low) || Double.isNaN(high)) {
        throw notFitted("clipQuantiles", "other than 0 and 1");
      }
    }
    return new NumberRule(
        column,
        shift,
        scaling.scale(statistics, i),
        substitute,
        low,
        high,
        scaling.logarithmic(),
        indicator);
  }

  private IllegalArgumentException notFitted(String param, String value) {
    return new IllegalArgumentException(
        "Invalid %s: %s (must be as at fit, where column '%s' was fitted for another)"
            .formatted(param, value, column));
  }
}
