package io.github.sparknn.datasets.idx;

import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.Batch;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/** The scan of some columns, in partitions of consecutive items. */
record IdxScan(IdxSource source, StructType columns) implements Scan, Batch {

  /** Items {@code begin .. end}, the end excluded. */
  record Range(int begin, int end) implements InputPartition {}

  private record ReaderFactory(
      IdxSource source, StructType columns, SerializableConfiguration hadoop)
      implements PartitionReaderFactory {

    @Override
    public PartitionReader<InternalRow> createReader(InputPartition partition) {
      return new IdxPartitionReader(source, columns, hadoop.value(), (Range) partition);
    }
  }

  @Override
  public StructType readSchema() {
    return columns;
  }

  @Override
  public String description() {
    return "idx " + source.features().path() + " " + String.join(", ", columns.fieldNames());
  }

  @Override
  public Batch toBatch() {
    return this;
  }

  @Override
  public InputPartition[] planInputPartitions() {
    long items = source.features().header().items();
    long n = Math.max(1, Math.min(source.partitions(), items));
    return IntStream.range(0, (int) n)
        .mapToObj(i -> new Range((int) (items * i / n), (int) (items * (i + 1) / n)))
        .toArray(InputPartition[]::new);
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    return new ReaderFactory(
        source,
        columns,
        new SerializableConfiguration(SparkSession.active().sessionState().newHadoopConf()));
  }
}
