package io.github.sparknn.preprocessing;

import io.github.sparknn.preprocessing.NumberStatistics.Statistic;
import io.github.sparknn.preprocessing.internal.Moments;
import io.github.sparknn.preprocessing.internal.TensorSummary;
import io.github.sparknn.preprocessing.internal.ValueNeed;
import io.github.sparknn.preprocessing.internal.ValueSummary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What a normalizer learns of each input column, by position: out of a summary, to and from rows.
 */
final class NormalizerStatistics {
  /** 1, of StandardNormalizer only, had means and stds in place of columns. */
  static final int FORMAT_VERSION = 2;

  private static final DataType DOUBLES = DataTypes.createArrayType(DataTypes.DoubleType, false);
  static final StructType SCHEMA =
      new StructType()
          .add(
              "columns",
              DataTypes.createArrayType(
                  DataTypes.createMapType(DataTypes.StringType, DOUBLES, false), false),
              false);

  private NormalizerStatistics() {}

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

  static Object toRow(List<NumberStatistics> statistics) {
    return statistics.stream().map(NumberStatistics::toMap).toArray(Map[]::new);
  }

  static List<NumberStatistics> of(Row row) {
    List<NumberStatistics> result = new ArrayList<>();
    if (Arrays.asList(row.schema().fieldNames()).contains("columns")) {
      for (Object column : row.getList(row.fieldIndex("columns"))) {
        result.add(NumberStatistics.of(Rows.doublesByName(column)));
      }
      return result;
    }
    List<?> means = row.getList(row.fieldIndex("means"));
    List<?> deviations = row.getList(row.fieldIndex("stds"));
    for (int i = 0; i < means.size(); i++) {
      double[] columnMeans = Rows.doubles(Rows.list(means.get(i)));
      result.add(
          new NumberStatistics.Builder(columnMeans.length)
              .set(Statistic.MEAN, columnMeans)
              .set(Statistic.STD, Rows.doubles(Rows.list(deviations.get(i))))
              .build());
    }
    return result;
  }
}
