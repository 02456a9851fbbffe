package io.github.sparknn.datasets.cifar;

import io.github.sparknn.datasets.files.TensorRow;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.types.StructType;

/** Reads a range of records; the row is used again for every record. */
final class CifarPartitionReader implements PartitionReader<InternalRow> {
  private static final int BUFFER_BYTES = 1 << 16;

  private final CifarFiles files;
  private final Configuration hadoop;
  private final CifarScan.Range range;
  private final byte[] bytes;
  private final TensorRow row;
  private InputStream in;
  private long next;

  CifarPartitionReader(
      CifarFiles files, StructType columns, Configuration hadoop, CifarScan.Range range) {
    this.files = files;
    this.hadoop = hadoop;
    this.range = range;
    bytes = new byte[files.format().recordBytes()];
    row = new TensorRow(columns, CifarFormat.PIXELS);
    next = range.begin();
  }

  @Override
  public boolean next() throws IOException {
    if (next == range.end()) {
      return false;
    }
    if (in == null) {
      in = open();
    }
    if (in.readNBytes(bytes, 0, bytes.length) < bytes.length) {
      throw new IOException(
          "Cannot read '%s': it ends within record %d".formatted(range.path(), next));
    }
    int position = 0;
    for (CifarFormat.Label label : files.format().labels()) {
      readLabel(label, bytes[position++] & 0xFF);
    }
    if (row.has(TensorRow.FEATURES)) {
      for (int i = 0; i < CifarFormat.PIXELS; i++) {
        row.setValue(i, (float) ((bytes[position + i] & 0xFF) * files.scale()));
      }
    }
    next++;
    return true;
  }

  private InputStream open() throws IOException {
    Path path = new Path(range.path());
    FSDataInputStream opened = path.getFileSystem(hadoop).open(path);
    try {
      opened.seek(range.begin() * bytes.length);
      return new BufferedInputStream(opened, BUFFER_BYTES);
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private void readLabel(CifarFormat.Label label, int value) {
    if (value >= label.classes()) {
      throw new IllegalArgumentException(
          "Cannot read '%s': %s of record %d is %d (must be below %d in a %s file)"
              .formatted(
                  range.path(), label.column(), next, value, label.classes(), files.format()));
    }
    if (row.has(label.column())) {
      row.setInt(label.column(), value);
    }
  }

  @Override
  public InternalRow get() {
    return row.row();
  }

  @Override
  public void close() throws IOException {
    if (in != null) {
      in.close();
    }
  }
}
