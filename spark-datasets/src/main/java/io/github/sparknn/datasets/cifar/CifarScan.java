package io.github.sparknn.datasets.cifar;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/** The scan of some columns, in partitions of consecutive records of a file. */
record CifarScan(CifarFiles files, StructType columns) implements Scan, Batch {
  /** A file is not split into less than this. */
  private static final long MIN_PARTITION_BYTES = 1 << 20;

  /** Records {@code begin .. end} of a file, the end excluded. */
  record Range(String path, long begin, long end) implements InputPartition {}

  private record ReaderFactory(
      CifarFiles files, StructType columns, SerializableConfiguration hadoop)
      implements PartitionReaderFactory {

    @Override
    public PartitionReader<InternalRow> createReader(InputPartition partition) {
      return new CifarPartitionReader(files, columns, hadoop.value(), (Range) partition);
    }
  }

  @Override
  public StructType readSchema() {
    return columns;
  }

  @Override
  public String description() {
    return files.format() + " " + String.join(", ", columns.fieldNames());
  }

  @Override
  public Batch toBatch() {
    return this;
  }

  /** About as many as tasks run at once, at least one a file. */
  @Override
  public InputPartition[] planInputPartitions() {
    int slots = SparkSession.active().sparkContext().defaultParallelism();
    long least = Math.max(1, MIN_PARTITION_BYTES / files.format().recordBytes());
    long size = Math.max(least, (files.records() + slots - 1) / slots);
    List<InputPartition> partitions = new ArrayList<>();
    for (CifarFiles.Records file : files.files()) {
      long n = (file.count() + size - 1) / size;
      for (long i = 0; i < n; i++) {
        partitions.add(new Range(file.path(), file.count() * i / n, file.count() * (i + 1) / n));
      }
    }
    return partitions.toArray(InputPartition[]::new);
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    return new ReaderFactory(
        files,
        columns,
        new SerializableConfiguration(SparkSession.active().sessionState().newHadoopConf()));
  }
}
