package io.github.sparknn.preprocessing;

import io.github.sparknn.preprocessing.NumberStatistics.Statistic;
import io.github.sparknn.preprocessing.internal.CategoryCounts;
import io.github.sparknn.preprocessing.internal.DatePart;
import io.github.sparknn.preprocessing.internal.DateRule;
import io.github.sparknn.preprocessing.internal.Moments;
import io.github.sparknn.preprocessing.internal.TableSummary;
import io.github.sparknn.preprocessing.internal.ValueNeed;
import io.github.sparknn.preprocessing.internal.ValueSummary;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** What a TablePreprocessor learns. Immutable. */
record TableStatistics(NumberStatistics numbers, List<DateRule> dates, List<Categories> categories)
    implements Serializable {
  /** 1 had numericMeans and numericStds in place of numbers, no dates and no shares. */
  static final int FORMAT_VERSION = 2;

  private static final double LOWER_QUARTILE = 0.25;
  private static final double UPPER_QUARTILE = 0.75;
  private static final DataType DOUBLES = DataTypes.createArrayType(DataTypes.DoubleType, false);
  private static final DataType LISTS =
      DataTypes.createArrayType(DataTypes.createArrayType(DataTypes.StringType, false), false);
  static final StructType SCHEMA =
      new StructType()
          .add("numbers", DataTypes.createMapType(DataTypes.StringType, DOUBLES, false), false)
          .add("dates", LISTS, false)
          .add("categories", LISTS, false)
          .add("shares", DataTypes.createArrayType(DOUBLES, false), false);

  /**
   * Throws IllegalArgumentException, naming the column, when the data cannot be preprocessed as the
   * params want.
   */
  static TableStatistics of(
      TablePreprocessorParams params, List<DateRule> dates, TableSummary summary) {
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
    return new TableStatistics(numbers, dates, categories(params, summary));
  }

  private static List<Categories> categories(TablePreprocessorParams params, TableSummary summary) {
    List<Categories> categories = new ArrayList<>();
    String[] columns = params.getCategoricalCols();
    List<CategoricalEncoding> encodings = CategoricalEncoding.of(params);
    int counted = 0;
    for (int j = 0; j < columns.length; j++) {
      if (encodings.get(j) == CategoricalEncoding.HASH) {
        categories.add(Categories.UNKNOWN);
        continue;
      }
      CategoryCounts counts = summary.categories(counted++);
      if (counts.overLimit()) {
        throw cannotFit(
            columns[j],
            "has more than "
                + TableSummary.MAX_DISTINCT
                + " distinct values, or 256 MiB of them, too many to learn (categoricalEncoding ="
                + " hash learns none)");
      }
      Map<String, Long> kept =
          counts.mostFrequent(params.getMaxCategories(), params.getMinCategoryCount());
      categories.add(Categories.of(kept, summary.rows()));
    }
    return categories;
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
    if (treatment.imputation() == Imputation.MOST_FREQUENT && !summary.values(i).counted()) {
      throw cannotFit(
          treatment.column(),
          "has more than "
              + TableSummary.MAX_DISTINCT
              + " distinct values, too many for imputation mostFrequent");
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

  Object[] toRow() {
    return new Object[] {
      numbers.toMap(),
      dates.stream()
          .map(d -> d.parts().stream().map(DatePart::text).toArray(String[]::new))
          .toArray(String[][]::new),
      categories.stream().map(c -> c.names().toArray(String[]::new)).toArray(String[][]::new),
      categories.stream().map(c -> c.shares().toArray(Double[]::new)).toArray(Double[][]::new)
    };
  }

  static TableStatistics of(Row row) {
    boolean first = !Arrays.asList(row.schema().fieldNames()).contains("numbers");
    List<?> names = row.getList(row.fieldIndex("categories"));
    List<?> shares = first ? null : row.getList(row.fieldIndex("shares"));
    List<Categories> categories = new ArrayList<>();
    for (int j = 0; j < names.size(); j++) {
      List<String> ids = Rows.list(names.get(j));
      categories.add(
          new Categories(
              ids,
              shares == null
                  ? Collections.nCopies(ids.size() + 1, Double.NaN)
                  : Rows.list(shares.get(j))));
    }
    NumberStatistics numbers =
        first
            ? firstFormat(row)
            : NumberStatistics.of(Rows.doublesByName(row.get(row.fieldIndex("numbers"))));
    List<DateRule> dates = new ArrayList<>();
    for (Object parts : first ? List.of() : row.getList(row.fieldIndex("dates"))) {
      dates.add(new DateRule(Rows.<String>list(parts).stream().map(DatePart::of).toList()));
    }
    return new TableStatistics(numbers, dates, List.copyOf(categories));
  }

  private static NumberStatistics firstFormat(Row row) {
    double[] means = Rows.doubles(row, "numericMeans");
    return new NumberStatistics.Builder(means.length)
        .set(Statistic.MEAN, means)
        .set(Statistic.STD, Rows.doubles(row, "numericStds"))
        .build();
  }
}
