package io.github.sparknn.datasets.idx;

import io.github.sparknn.datasets.files.TensorRow;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.types.StructType;

/** Reads a range of items; the row is used again for every item. */
final class IdxPartitionReader implements PartitionReader<InternalRow> {
  private final IdxSource source;
  private final Configuration hadoop;
  private final int values;
  private final int begin;
  private final TensorRow row;
  private int left;
  private boolean opened;
  private IdxItems features;
  private IdxItems labels;

  IdxPartitionReader(
      IdxSource source, StructType columns, Configuration hadoop, IdxScan.Range range) {
    this.source = source;
    this.hadoop = hadoop;
    this.begin = range.begin();
    this.left = range.end() - range.begin();
    this.values = source.features().header().itemValues();
    this.row = new TensorRow(columns, values);
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
      row.setInt(IdxSource.LABEL, (int) labels.get(0));
    }
    return true;
  }

  private void open() throws IOException {
    if (row.has(TensorRow.FEATURES)) {
      features = source.features().open(hadoop, begin);
    }
    if (row.has(IdxSource.LABEL)) {
      labels = source.labels().open(hadoop, begin);
    }
  }

  private void readFeatures() throws IOException {
    features.next();
    double scale = source.scale();
    for (int i = 0; i < values; i++) {
      row.setValue(i, (float) (features.get(i) * scale));
    }
  }

  @Override
  public InternalRow get() {
    return row.row();
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
