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
 * Which columns of a DataFrame are read, and how: features, then labels or a class index.
 *
 * @param labels null when there are no labels
 * @param classes number of classes when the label is a class index, else 0
 */
record RowSource(TensorSpec features, TensorSpec labels, int classes, InvalidRows policy)
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
        columns().stream().map(name -> data.col(ColumnSizes.quote(name))).toArray(Column[]::new));
  }

  private List<String> columns() {
    List<String> columns = new ArrayList<>(features.columns());
    if (labels != null) {
      columns.addAll(labels.columns());
    }
    return columns;
  }

  ShardLayout layout() {
    return new ShardLayout(features.size(), labels == null ? 0 : labels.size(), classes);
  }

  /**
   * A reader of the rows of {@link #select}.
   *
   * @param selected their schema
   */
  RowReader reader(StructType selected) {
    int split = features.columns().size();
    int end = selected.size();
    TensorReader featureReader = reader(features, selected, 0, split);
    ClassIndexReader classIndex =
        classes == 0
            ? null
            : new ClassIndexReader(
                labels.columns().get(0), split, selected.apply(split).dataType(), classes);
    TensorReader labelReader =
        labels == null || classes > 0 ? null : reader(labels, selected, split, end);
    return new RowReader(featureReader, labelReader, classIndex, policy, layout().featureBytes());
  }

  private static TensorReader reader(TensorSpec spec, StructType selected, int from, int to) {
    return spec.reader(
        IntStream.range(from, to).toArray(),
        IntStream.range(from, to)
            .mapToObj(i -> selected.apply(i).dataType())
            .toArray(DataType[]::new));
  }
}
