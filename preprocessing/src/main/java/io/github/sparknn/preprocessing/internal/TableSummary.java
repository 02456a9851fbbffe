package io.github.sparknn.preprocessing.internal;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/**
 * What one pass over a table finds: rows, the moments of its numeric columns, what else was needed
 * of them, the category counts of the others.
 */
@DefaultSerializer(JavaSerializer.class)
public final class TableSummary implements SummaryMerge.Summary<TableSummary> {
  private static final long serialVersionUID = 1L;

  /** Distinct values that a categorical column may have. */
  public static final int MAX_DISTINCT = 1_000_000;

  private final int numericColumns;
  private final int[] logPositions;
  private final Moments moments;

  /** Null where only moments are needed. */
  private final ValueSummary[] values;

  /** Whether a numeric column needs more than moments. */
  private final boolean[] special;

  private final CategoryCounts[] categories;
  private long rows;

  TableSummary(TableNeeds needs, int maxDistinct) {
    numericColumns = needs.numbers().size();
    logPositions = needs.logPositions();
    moments = new Moments(needs.momentPositions());
    values = TableNeeds.summaries(needs.numbers(), needs.relativeError());
    special = new boolean[numericColumns];
    for (int i = 0; i < numericColumns; i++) {
      special[i] = !needs.numbers().get(i).isEmpty();
    }
    categories =
        IntStream.range(0, needs.categories())
            .mapToObj(i -> new CategoryCounts(maxDistinct))
            .toArray(CategoryCounts[]::new);
  }

  /**
   * Reads the data once, column by column where its plan is a bare scan of a columnar source. Its
   * columns are doubles, then strings, as many as the needs tell. The partitions' summaries are
   * merged in partition order, so that the result does not depend on which task finishes first; by
   * the executors where they are many or large.
   */
  public static TableSummary of(Dataset<?> data, TableNeeds needs) {
    return SummaryMerge.all(partitions(data, needs), empty(needs), needs.summaryBytes());
  }

  /** Of no rows. */
  public static TableSummary empty(TableNeeds needs) {
    return new TableSummary(needs, MAX_DISTINCT);
  }

  private static JavaRDD<TableSummary> partitions(Dataset<?> data, TableNeeds needs) {
    Optional<ColumnarScan> scan = ColumnarScan.of(data);
    if (scan.isPresent()) {
      ColumnarScan.Source[] sources = scan.get().sources();
      return scan.get()
          .batches()
          .mapPartitions(
              batches -> summarize(batches, needs, (total, batch) -> total.add(batch, sources)));
    }
    return data.queryExecution()
        .toRdd()
        .toJavaRDD()
        .mapPartitions(rows -> summarize(rows, needs, TableSummary::add));
  }

  private static <T> Iterator<TableSummary> summarize(
      Iterator<T> parts, TableNeeds needs, BiConsumer<TableSummary, T> add) {
    TableSummary summary = empty(needs);
    parts.forEachRemaining(part -> add.accept(summary, part));
    summary.compress();
    return List.of(summary).iterator();
  }

  private void add(ColumnarBatch batch, ColumnarScan.Source[] sources) {
    for (int start = 0; start < batch.numRows(); start += Moments.BLOCK_ROWS) {
      int end = Math.min(batch.numRows(), start + Moments.BLOCK_ROWS);
      for (int i = 0; i < numericColumns; i++) {
        ColumnVector column = batch.column(sources[i].ordinal());
        addAll(i, BatchNumbers.read(column, sources[i].type(), start, end));
      }
      moments.endRows(end - start);
      for (int j = 0; j < categories.length; j++) {
        addAll(categories[j], batch.column(sources[numericColumns + j].ordinal()), start, end);
      }
      rows += end - start;
    }
  }

  private void addAll(int column, double[] values) {
    if (special[column]) {
      for (double value : values) {
        add(column, value);
      }
    } else {
      moments.addAll(column, values);
    }
  }

  private static void addAll(CategoryCounts counts, ColumnVector column, int start, int end) {
    for (int row = start; row < end; row++) {
      if (!column.isNullAt(row)) {
        counts.add(column.getUTF8String(row), 1);
      }
    }
  }

  void add(InternalRow row) {
    rows++;
    for (int i = 0; i < numericColumns; i++) {
      if (!row.isNullAt(i)) {
        add(i, row.getDouble(i));
      }
    }
    moments.endRow();
    for (int j = 0; j < categories.length; j++) {
      if (!row.isNullAt(numericColumns + j)) {
        categories[j].add(row.getUTF8String(numericColumns + j), 1);
      }
    }
  }

  private void add(int column, double value) {
    moments.add(column, value);
    if (special[column] && Double.isFinite(value)) {
      if (logPositions[column] >= 0) {
        moments.add(
            logPositions[column], value > -1 ? Math.log1p(value) : Double.NEGATIVE_INFINITY);
      }
      if (values[column] != null) {
        values[column].add(value);
      }
    }
  }

  private void compress() {
    for (ValueSummary summary : values) {
      if (summary != null) {
        summary.compress();
      }
    }
    for (CategoryCounts counts : categories) {
      counts.compress();
    }
  }

  @Override
  public void merge(TableSummary other) {
    rows += other.rows;
    moments.merge(other.moments);
    for (int i = 0; i < values.length; i++) {
      if (values[i] != null) {
        values[i].merge(other.values[i]);
      }
    }
    for (int j = 0; j < categories.length; j++) {
      categories[j].merge(other.categories[j]);
    }
  }

  @Override
  public void prune(int levels) {
    for (ValueSummary summary : values) {
      if (summary != null) {
        summary.prune(levels);
      }
    }
    for (CategoryCounts counts : categories) {
      counts.compress();
    }
  }

  /** Rows read. */
  public long rows() {
    return rows;
  }

  /** Moments of the numeric columns, in their order, then of the logarithms that were needed. */
  public Moments moments() {
    return moments;
  }

  /** Where the logarithms of a numeric column are in the moments; -1 when they were not needed. */
  public int logPosition(int column) {
    return logPositions[column];
  }

  /** What was needed of a numeric column beside moments; null when nothing was. */
  public ValueSummary values(int column) {
    return values[column];
  }

  /** Counts of a categorical column. */
  public CategoryCounts categories(int column) {
    return categories[column];
  }
}
