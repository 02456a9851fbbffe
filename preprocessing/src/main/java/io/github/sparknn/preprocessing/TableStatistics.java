package io.github.sparknn.preprocessing;

import io.github.sparknn.preprocessing.internal.Moments;
import io.github.sparknn.preprocessing.internal.TableSummary;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** What a TablePreprocessor learns. Immutable; the arrays are not to be changed. */
record TableStatistics(Numbers numbers, List<List<String>> categories) implements Serializable {
  static final int FORMAT_VERSION = 1;
  static final StructType SCHEMA =
      new StructType()
          .add("numericMeans", DataTypes.createArrayType(DataTypes.DoubleType, false), false)
          .add("numericStds", DataTypes.createArrayType(DataTypes.DoubleType, false), false)
          .add(
              "categories",
              DataTypes.createArrayType(
                  DataTypes.createArrayType(DataTypes.StringType, false), false),
              false);

  /** Means and sample standard deviations of the numeric columns. */
  static final class Numbers implements Serializable {
    private static final long serialVersionUID = 1L;
    final double[] means;
    final double[] deviations;

    Numbers(double[] means, double[] deviations) {
      this.means = means;
      this.deviations = deviations;
    }
  }

  /**
   * Throws IllegalArgumentException, naming the column, when the data cannot be preprocessed as the
   * params want.
   */
  static TableStatistics of(TablePreprocessorParams params, TableSummary summary) {
    if (summary.rows() == 0) {
      throw new IllegalArgumentException("Cannot fit TablePreprocessor: the DataFrame is empty");
    }
    checkNumbers(params, summary);
    List<List<String>> categories = new ArrayList<>();
    String[] columns = params.getCategoricalCols();
    for (int j = 0; j < columns.length; j++) {
      if (summary.categories(j).overLimit()) {
        throw cannotFit(
            columns[j],
            "has more than "
                + TableSummary.MAX_DISTINCT
                + " distinct values, or 256 MiB of them, too many for one-hot encoding");
      }
      categories.add(summary.categories(j).mostFrequent(params.getMaxCategories()));
    }
    Moments moments = summary.moments();
    return new TableStatistics(
        new Numbers(moments.means(), moments.standardDeviations()), categories);
  }

  private static void checkNumbers(TablePreprocessorParams params, TableSummary summary) {
    boolean mayMiss =
        params.getImputation().equals(TablePreprocessorParams.MEAN)
            || params.getHandleInvalid().equals(TablePreprocessorParams.KEEP);
    String[] columns = params.getNumericCols();
    for (int i = 0; i < columns.length; i++) {
      String problem = summary.moments().problem(i);
      if (problem != null) {
        throw cannotFit(columns[i], problem);
      }
      long missing = summary.rows() - summary.moments().count(i);
      if (missing > 0 && !mayMiss) {
        throw cannotFit(
            columns[i],
            "has "
                + missing
                + " missing values (null or NaN) and imputation is none (imputation = mean fills"
                + " them, handleInvalid = keep gives such rows a null tensor)");
      }
    }
  }

  private static IllegalArgumentException cannotFit(String column, String reason) {
    return new IllegalArgumentException(
        "Cannot fit TablePreprocessor: column '" + column + "' " + reason);
  }

  Object[] toRow() {
    return new Object[] {
      numbers.means,
      numbers.deviations,
      categories.stream().map(c -> c.toArray(String[]::new)).toArray(String[][]::new)
    };
  }

  static TableStatistics of(Row row) {
    List<List<String>> categories = new ArrayList<>();
    for (Object column : row.getList(row.fieldIndex("categories"))) {
      categories.add(Rows.list(column));
    }
    return new TableStatistics(
        new Numbers(Rows.doubles(row, "numericMeans"), Rows.doubles(row, "numericStds")),
        List.copyOf(categories));
  }
}
