package io.github.sparknn.preprocessing;

import io.github.sparknn.preprocessing.NumberStatistics.Statistic;
import io.github.sparknn.preprocessing.internal.TableSummary;
import io.github.sparknn.preprocessing.internal.ValueNeed;
import io.github.sparknn.preprocessing.internal.ValueSummary;
import java.util.Arrays;
import java.util.Set;

/** What stands for a missing number. */
enum Imputation {
  MEAN("mean", Statistic.MEAN, Set.of()),
  MEDIAN("median", Statistic.MEDIAN, Set.of(ValueNeed.QUANTILES)),
  MOST_FREQUENT("mostFrequent", Statistic.MOST_FREQUENT, Set.of(ValueNeed.COUNTS)),
  /** The param fillValue. */
  CONSTANT("constant", null, Set.of()),
  /** Nothing does. */
  NONE("none", null, Set.of());

  private final String text;
  private final Statistic statistic;

  @SuppressWarnings("ImmutableEnumChecker") // an immutable set
  private final Set<ValueNeed> needs;

  Imputation(String text, Statistic statistic, Set<ValueNeed> needs) {
    this.text = text;
    this.statistic = statistic;
    this.needs = needs;
  }

  /** The value of the param. */
  String text() {
    return text;
  }

  static String[] texts() {
    return Arrays.stream(values()).map(Imputation::text).toArray(String[]::new);
  }

  static Imputation of(String text) {
    return Arrays.stream(values()).filter(s -> s.text.equals(text)).findFirst().orElseThrow();
  }

  Set<ValueNeed> needs() {
    return needs;
  }

  /**
   * Why what was found of a column's values gives no substitute, to follow the column's name; null
   * when it does.
   *
   * @param values null where nothing but moments was needed
   */
  String problem(ValueSummary values) {
    return this == MOST_FREQUENT && !values.counted()
        ? "has more than %d distinct values, too many for imputation mostFrequent"
            .formatted(TableSummary.MAX_DISTINCT)
        : null;
  }

  /** The value, before scaling; NaN when there is none or it is not known. */
  double substitute(NumberStatistics statistics, int i, double fillValue) {
    if (this == CONSTANT) {
      return fillValue;
    }
    return statistic == null ? Double.NaN : statistics.get(statistic, i);
  }
}
