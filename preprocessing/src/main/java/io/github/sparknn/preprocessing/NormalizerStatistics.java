package io.github.sparknn.preprocessing;

import io.github.sparknn.preprocessing.internal.Moments;
import io.github.sparknn.preprocessing.internal.TensorSummary;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What a StandardNormalizer learns: for each input column means and deviations by position.
 * Immutable; the arrays are not to be changed.
 */
record NormalizerStatistics(List<double[]> means, List<double[]> deviations)
    implements Serializable {
  static final int FORMAT_VERSION = 1;
  private static final DataType NESTED =
      DataTypes.createArrayType(DataTypes.createArrayType(DataTypes.DoubleType, false), false);
  static final StructType SCHEMA =
      new StructType().add("means", NESTED, false).add("stds", NESTED, false);

  /** Throws IllegalArgumentException, naming the column, when the data cannot be normalized. */
  static NormalizerStatistics of(StandardNormalizerParams params, TensorSummary summary) {
    if (summary.rows() == 0) {
      throw new IllegalArgumentException("Cannot fit StandardNormalizer: the DataFrame is empty");
    }
    List<double[]> means = new ArrayList<>();
    List<double[]> deviations = new ArrayList<>();
    String[] columns = NormalizerSchema.inputs(params);
    for (int i = 0; i < columns.length; i++) {
      String column = columns[i];
      Moments moments =
          summary.moments(i).orElseThrow(() -> cannotFit(column, "has no value, only null or NaN"));
      if (summary.otherSize(i).isPresent()) {
        throw cannotFit(
            column,
            "holds rows of %d and of %d values (all must have one size)"
                .formatted(moments.size(), summary.otherSize(i).getAsInt()));
      }
      for (int position = 0; position < moments.size(); position++) {
        String problem = moments.problem(position);
        if (problem != null) {
          throw cannotFit(column, problem + (moments.size() > 1 ? " at position " + position : ""));
        }
      }
      means.add(moments.means());
      deviations.add(moments.standardDeviations());
    }
    return new NormalizerStatistics(means, deviations);
  }

  private static IllegalArgumentException cannotFit(String column, String reason) {
    return new IllegalArgumentException(
        "Cannot fit StandardNormalizer: column '" + column + "' " + reason);
  }

  Object[] toRow() {
    return new Object[] {means.toArray(double[][]::new), deviations.toArray(double[][]::new)};
  }

  static NormalizerStatistics of(Row row) {
    Function<String, List<double[]>> read =
        column ->
            row.getList(row.fieldIndex(column)).stream()
                .map(values -> Rows.doubles(Rows.list(values)))
                .toList();
    return new NormalizerStatistics(read.apply("means"), read.apply("stds"));
  }
}
