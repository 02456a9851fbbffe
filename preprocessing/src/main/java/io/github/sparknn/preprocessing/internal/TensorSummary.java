package io.github.sparknn.preprocessing.internal;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;

/**
 * What one pass over tensor columns finds: rows, and for each column the moments of each position
 * of its tensors.
 */
@DefaultSerializer(JavaSerializer.class)
public final class TensorSummary implements SummaryMerge.Summary<TensorSummary> {
  private static final long serialVersionUID = 1L;
  private static final int NONE = -1;

  /** Values of a tensor, before any is seen. */
  private static final int TYPICAL_POSITIONS = 100;

  /** Null until a row of the column has a value. */
  private final Moments[] moments;

  /** What else is needed of each position; null as above, and where nothing is. */
  private final ValueSummary[][] values;

  private final Set<ValueNeed> needs;
  private final double relativeError;
  private final int[] otherSizes;
  private long rows;

  TensorSummary(int columns, Set<ValueNeed> needs, double relativeError) {
    this.needs = needs;
    this.relativeError = relativeError;
    moments = new Moments[columns];
    values = new ValueSummary[columns][];
    otherSizes = new int[columns];
    Arrays.fill(otherSizes, NONE);
  }

  /**
   * Reads the data once. Its columns are doubles, arrays of a primitive number or Spark ML vectors.
   * The partitions' summaries are merged in partition order, so that the result does not depend on
   * which task finishes first.
   *
   * @param needs what of each position beside its moments: extremes, quantiles
   * @param relativeError of the ranks of quantiles
   */
  public static TensorSummary of(Dataset<?> data, Set<ValueNeed> needs, double relativeError) {
    DataType[] types =
        Stream.of(data.schema().fields()).map(StructField::dataType).toArray(DataType[]::new);
    JavaRDD<TensorSummary> partitions =
        data.queryExecution()
            .toRdd()
            .toJavaRDD()
            .mapPartitions(rows -> summarize(rows, types, needs, relativeError));
    long positions = (long) TYPICAL_POSITIONS * types.length;
    return SummaryMerge.all(
        partitions,
        new TensorSummary(types.length, needs, relativeError),
        positions * TableNeeds.valueBytes(needs, relativeError));
  }

  private static Iterator<TensorSummary> summarize(
      Iterator<InternalRow> rows, DataType[] types, Set<ValueNeed> needs, double relativeError) {
    TensorValues[] readers = Stream.of(types).map(TensorValues::new).toArray(TensorValues[]::new);
    TensorSummary summary = new TensorSummary(types.length, needs, relativeError);
    rows.forEachRemaining(row -> summary.add(row, readers));
    summary.compress();
    return List.of(summary).iterator();
  }

  private void add(InternalRow row, TensorValues[] readers) {
    rows++;
    for (int column = 0; column < readers.length; column++) {
      if (!row.isNullAt(column)) {
        int size = readers[column].read(row, column);
        add(column, readers[column].values(), size);
      }
    }
  }

  private void compress() {
    Stream.of(values).filter(Objects::nonNull).flatMap(Stream::of).forEach(ValueSummary::compress);
  }

  private void add(int column, double[] numbers, int size) {
    if (moments[column] == null) {
      moments[column] = new Moments(size);
      if (!needs.isEmpty()) {
        values[column] = TableNeeds.summaries(Collections.nCopies(size, needs), relativeError);
      }
    }
    Moments target = moments[column];
    if (target.size() != size) {
      otherSizes[column] = size;
      return;
    }
    for (int i = 0; i < size; i++) {
      target.add(i, numbers[i]);
      if (values[column] != null && Double.isFinite(numbers[i])) {
        values[column][i].add(numbers[i]);
      }
    }
    target.endRow();
  }

  @Override
  public void merge(TensorSummary other) {
    rows += other.rows;
    for (int column = 0; column < moments.length; column++) {
      Moments theirs = other.moments[column];
      if (otherSizes[column] == NONE) {
        otherSizes[column] = other.otherSizes[column];
      }
      if (moments[column] == null) {
        moments[column] = theirs;
        values[column] = other.values[column];
      } else if (theirs != null && theirs.size() != moments[column].size()) {
        otherSizes[column] = theirs.size();
      } else if (theirs != null) {
        moments[column].merge(theirs);
        for (int i = 0; values[column] != null && i < values[column].length; i++) {
          values[column][i].merge(other.values[column][i]);
        }
      }
    }
  }

  @Override
  public void prune(int levels) {
    Stream.of(values)
        .filter(Objects::nonNull)
        .flatMap(Stream::of)
        .forEach(summary -> summary.prune(levels));
  }

  /** Rows read. */
  public long rows() {
    return rows;
  }

  /** Moments of a column's positions; empty when all its rows are null. */
  public Optional<Moments> moments(int column) {
    return Optional.ofNullable(moments[column]);
  }

  /** What was needed of a column's position beside its moments. */
  public ValueSummary values(int column, int position) {
    return values[column][position];
  }

  /** A size other than the first row's that rows of the column have. */
  public OptionalInt otherSize(int column) {
    return otherSizes[column] == NONE ? OptionalInt.empty() : OptionalInt.of(otherSizes[column]);
  }
}
