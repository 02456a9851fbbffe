package io.github.sparknn.datasets;

import java.util.List;
import org.apache.spark.ShuffleDependency;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.ShuffledRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;
import scala.Tuple2;
import scala.math.Ordering$;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** Deals a DataFrame's rows out into shards: count, pack, shuffle, build. */
final class ShardingJob {
  private static final long DEFAULT_SHARD_MEMORY = 1L << 30;

  TensorSpec features;
  TensorSpec labels;
  int classes;
  int workers;
  long seed;
  boolean shuffle = true;
  InvalidRows policy = InvalidRows.ERROR;
  long shardMemory = DEFAULT_SHARD_MEMORY;

  private final Dataset<?> data;

  ShardingJob(Dataset<?> data) {
    this.data = data;
    this.workers = data.sparkSession().sparkContext().defaultParallelism();
  }

  void classLabels(String column, int count) {
    TensorSpec spec = TensorSpec.of(data.schema(), List.of(column), null);
    String type = data.schema().apply(column).dataType().catalogString();
    if (!ColumnReader.isNumber(data.schema().apply(column).dataType())) {
      throw new IllegalArgumentException(
          "Cannot read column '%s': it is of type %s (a class index must be a number)"
              .formatted(column, type));
    }
    if (count < 1 || count > ClassIndexReader.MAX_CLASSES) {
      throw new IllegalArgumentException(
          "Invalid classes: %d (must be in 1..%d)".formatted(count, ClassIndexReader.MAX_CLASSES));
    }
    labels = spec;
    classes = count;
  }

  ShardedDataset run() {
    if (features == null) {
      throw new IllegalStateException("Cannot shard the data: no features are set");
    }
    RowSource source = new RowSource(features, labels, classes, policy);
    source.checkAgainst(data.schema());
    Dataset<Row> selected = source.select(data);
    return SparkJobs.run(() -> shard(source, selected));
  }

  private ShardedDataset shard(RowSource source, Dataset<Row> selected) {
    JavaRDD<InternalRow> rows = selected.queryExecution().toRdd().toJavaRDD();
    long[] starts = starts(count(rows, source, selected.schema()));
    Dealing dealing = dealing(starts[starts.length - 1]);
    ShuffledRDD<ChunkKey, byte[], byte[]> chunks =
        shuffle(pack(rows, source, selected.schema(), starts, dealing), dealing);
    ShardRdd shards = new ShardRdd(chunks, dealing, source.layout(), shardMemory);
    ShardedDataset dataset = new ShardedDataset(source, dealing, shuffleId(chunks), shards);
    boolean built = false;
    try {
      dataset.materialize();
      built = true;
    } finally { // SparkException is checked but undeclared: a catch of RuntimeException misses it.
      if (!built) {
        dataset.close();
      }
    }
    return dataset;
  }

  /** Rows that will be read of each partition; only the policy to skip must look into them. */
  private static List<Long> count(JavaRDD<InternalRow> rows, RowSource source, StructType schema) {
    return rows.mapPartitions(
            partition -> {
              RowReader reader = source.policy() == InvalidRows.SKIP ? source.reader(schema) : null;
              byte[] scratch = new byte[source.layout().rowBytes()];
              long count = 0;
              while (partition.hasNext()) {
                InternalRow row = partition.next();
                if (reader == null || reader.read(row, scratch, 0)) {
                  count++;
                }
              }
              return List.of(count).iterator();
            })
        .collect();
  }

  /** Index of each partition's first row, and the number of all rows. */
  private long[] starts(List<Long> counts) {
    long[] starts = new long[counts.size() + 1];
    for (int i = 0; i < counts.size(); i++) {
      starts[i + 1] = starts[i] + counts.get(i);
    }
    if (starts[counts.size()] == 0) {
      throw new IllegalArgumentException(
          "Cannot shard the data: the DataFrame is empty"
              + (policy == InvalidRows.SKIP ? " once rows with null or NaN are skipped" : ""));
    }
    return starts;
  }

  private Dealing dealing(long rows) {
    Dealing dealing =
        shuffle ? Dealing.shuffled(rows, workers, seed) : Dealing.inOrder(rows, workers);
    if (dealing.rowsOf(0) > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "Cannot shard the data: %d workers cannot hold %d rows (must be less than 2^31 each)"
              .formatted(workers, rows));
    }
    return dealing;
  }

  private static JavaRDD<Tuple2<ChunkKey, byte[]>> pack(
      JavaRDD<InternalRow> rows,
      RowSource source,
      StructType schema,
      long[] starts,
      Dealing dealing) {
    return rows.mapPartitionsWithIndex(
        (partition, input) ->
            new ChunkIterator(
                input,
                source.reader(schema),
                dealing,
                source.layout().rowBytes(),
                partition,
                starts[partition],
                starts[partition + 1]),
        true);
  }

  private static ShuffledRDD<ChunkKey, byte[], byte[]> shuffle(
      JavaRDD<Tuple2<ChunkKey, byte[]>> chunks, Dealing dealing) {
    ClassTag<byte[]> bytes = ClassTag$.MODULE$.apply(byte[].class);
    return new ShuffledRDD<ChunkKey, byte[], byte[]>(
            chunks.rdd(),
            new ChunkKey.ByShard(dealing.shards()),
            ClassTag$.MODULE$.apply(ChunkKey.class),
            bytes,
            bytes)
        .setKeyOrdering(Ordering$.MODULE$.comparatorToOrdering(ChunkKey.Order.BY_ROWS))
        .setSerializer(new ChunkSerializer());
  }

  private static int shuffleId(ShuffledRDD<?, ?, ?> chunks) {
    return ((ShuffleDependency<?, ?, ?>) chunks.dependencies().head()).shuffleId();
  }
}
