package io.github.sparknn.datasets.idx;

import java.io.IOException;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.Platform;

/** Reads a range of items; the row and its array are used again for every item. */
final class IdxPartitionReader implements PartitionReader<InternalRow> {
  private final IdxSource source;
  private final StructType columns;
  private final Configuration hadoop;
  private final int values;
  private final byte[] array;
  private final long firstValue;
  private final int begin;
  private int left;
  private boolean opened;
  private IdxItems features;
  private IdxItems labels;
  private InternalRow row;

  IdxPartitionReader(
      IdxSource source, StructType columns, Configuration hadoop, IdxScan.Range range) {
    this.source = source;
    this.columns = columns;
    this.hadoop = hadoop;
    this.begin = range.begin();
    this.left = range.end() - range.begin();
    this.values = source.features().header().itemValues();
    int header = UnsafeArrayData.calculateHeaderPortionInBytes(values);
    int words = (values + 1) / 2;
    this.array = new byte[header + words * Long.BYTES];
    this.firstValue = Platform.BYTE_ARRAY_OFFSET + (long) header;
  }

  @Override
  public boolean next() throws IOException {
    if (!opened) {
      open();
      opened = true;
    }
    if (left == 0) {
      return false;
    }
    left--;
    if (features != null) {
      readFeatures();
    }
    if (labels != null) {
      labels.next();
      row.setInt(columns.fieldIndex(IdxSource.LABEL), (int) labels.get(0));
    }
    return true;
  }

  private void open() throws IOException {
    row = new GenericInternalRow(columns.size());
    if (has(IdxSource.FEATURES)) {
      features = source.features().open(hadoop, begin);
      Platform.putLong(array, Platform.BYTE_ARRAY_OFFSET, values);
      UnsafeArrayData data = new UnsafeArrayData();
      data.pointTo(array, Platform.BYTE_ARRAY_OFFSET, array.length);
      row.update(columns.fieldIndex(IdxSource.FEATURES), data);
    }
    if (has(IdxSource.LABEL)) {
      labels = source.labels().open(hadoop, begin);
    }
  }

  private boolean has(String column) {
    return Arrays.asList(columns.fieldNames()).contains(column);
  }

  private void readFeatures() throws IOException {
    features.next();
    double scale = source.scale();
    for (int i = 0; i < values; i++) {
      Platform.putFloat(array, firstValue + 4L * i, (float) (features.get(i) * scale));
    }
  }

  @Override
  public InternalRow get() {
    return row;
  }

  @Override
  public void close() throws IOException {
    try {
      if (features != null) {
        features.close();
      }
    } finally {
      if (labels != null) {
        labels.close();
      }
    }
  }
}
