package io.github.sparknn.datasets;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * Which columns of a DataFrame are read, and how: features, then labels or a class index, then a
 * weight.
 *
 * @param labels null when there are no labels
 * @param classes number of classes when the label is a class index, else 0
 * @param weighting null when rows are not weighed
 */
record RowSource(
    TensorSpec features, TensorSpec labels, int classes, Weighting weighting, InvalidRows policy)
    implements Serializable {

  /**
   * Fails where the schema tells that reading will.
   *
   * @throws IllegalArgumentException if a column is missing or of an unsupported type
   * @throws IllegalStateException if a spec is unresolved
   */
  void checkAgainst(StructType schema) {
    features.reader(schema);
    if (labels != null) {
      labels.reader(schema);
    }
  }

  /** The DataFrame's columns that are read, in their order; one read twice appears twice. */
  Dataset<Row> select(Dataset<?> data) {
    return data.select(
        columns().stream().map(name -> data.col(ColumnNames.quote(name))).toArray(Column[]::new));
  }

  private List<String> columns() {
    List<String> columns = new ArrayList<>(features.columns());
    if (labels != null) {
      columns.addAll(labels.columns());
    }
    if (hasWeightColumn()) {
      columns.add(weighting.column());
    }
    return columns;
  }

  private boolean hasWeightColumn() {
    return weighting != null && weighting.column() != null;
  }

  ShardLayout layout() {
    return new ShardLayout(
        features.rowFloats(),
        labels == null ? 0 : labels.rowFloats(),
        classes,
        weighting == null ? 0 : 1);
  }

  /**
   * A reader of the rows of {@link #select}.
   *
   * @param selected their schema
   * @param divisors of the weights; ignored when rows are not weighed
   */
  RowReader reader(StructType selected, double[] divisors) {
    int split = features.columns().size();
    int end = split + (labels == null ? 0 : labels.columns().size());
    TensorReader featureReader = reader(features, selected, 0, split);
    ClassIndexReader classIndex =
        classes == 0
            ? null
            : new ClassIndexReader(
                labels.columns().get(0), split, selected.apply(split).dataType(), classes);
    TensorReader labelReader =
        labels == null || classes > 0 ? null : reader(labels, selected, split, end);
    WeightReader weights = weighting == null ? null : weightReader(selected, end, divisors);
    return new RowReader(featureReader, labelReader, classIndex, weights, policy, layout());
  }

  private WeightReader weightReader(StructType selected, int ordinal, double[] divisors) {
    return hasWeightColumn()
        ? WeightReader.ofColumn(
            weighting.column(), ordinal, selected.apply(ordinal).dataType(), divisors)
        : WeightReader.ofOnes(divisors);
  }

  private static TensorReader reader(TensorSpec spec, StructType selected, int from, int to) {
    return spec.reader(
        IntStream.range(from, to).toArray(),
        IntStream.range(from, to)
            .mapToObj(i -> selected.apply(i).dataType())
            .toArray(DataType[]::new));
  }
}
