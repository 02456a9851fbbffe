package io.github.sparknn.preprocessing.internal;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * What one pass over a table finds: rows, the moments of its numeric columns, the category counts
 * of the others.
 */
public final class TableSummary implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Distinct values that a categorical column may have. */
  public static final int MAX_DISTINCT = 1_000_000;

  private final Moments moments;
  private final CategoryCounts[] categories;
  private long rows;

  TableSummary(int numericColumns, int categoricalColumns, int maxDistinct) {
    moments = new Moments(numericColumns);
    categories =
        IntStream.range(0, categoricalColumns)
            .mapToObj(i -> new CategoryCounts(maxDistinct))
            .toArray(CategoryCounts[]::new);
  }

  /**
   * Reads the data once. Its columns are {@code numericColumns} doubles, then {@code
   * categoricalColumns} strings. The driver merges the partitions' summaries in partition order, so
   * that the result does not depend on which task finishes first.
   */
  public static TableSummary of(Dataset<?> data, int numericColumns, int categoricalColumns) {
    TableSummary total = new TableSummary(numericColumns, categoricalColumns, MAX_DISTINCT);
    data.queryExecution()
        .toRdd()
        .toJavaRDD()
        .mapPartitions(rows -> summarize(rows, numericColumns, categoricalColumns))
        .collect()
        .forEach(total::merge);
    return total;
  }

  private static Iterator<TableSummary> summarize(
      Iterator<InternalRow> rows, int numericColumns, int categoricalColumns) {
    TableSummary summary = new TableSummary(numericColumns, categoricalColumns, MAX_DISTINCT);
    rows.forEachRemaining(summary::add);
    return List.of(summary).iterator();
  }

  void add(InternalRow row) {
    rows++;
    int numericColumns = moments.size();
    for (int i = 0; i < numericColumns; i++) {
      if (!row.isNullAt(i)) {
        moments.add(i, row.getDouble(i));
      }
    }
    moments.endRow();
    for (int j = 0; j < categories.length; j++) {
      if (!row.isNullAt(numericColumns + j)) {
        categories[j].add(row.getUTF8String(numericColumns + j), 1);
      }
    }
  }

  void merge(TableSummary other) {
    rows += other.rows;
    moments.merge(other.moments);
    for (int j = 0; j < categories.length; j++) {
      categories[j].merge(other.categories[j]);
    }
  }

  /** Rows read. */
  public long rows() {
    return rows;
  }

  /** Moments of the numeric columns, in their order. */
  public Moments moments() {
    return moments;
  }

  /** Counts of a categorical column. */
  public CategoryCounts categories(int column) {
    return categories[column];
  }
}
