package io.github.sparknn.datasets;

import java.util.List;
import org.apache.spark.ShuffleDependency;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.ShuffledRDD;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
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
  String weights;
  Weighting.Rule classRule = Weighting.Rule.ALIKE;
  double[] classWeights = {};
  int workers;
  long seed;
  boolean shuffle = true;
  InvalidRows policy = InvalidRows.ERROR;
  long shardMemory = DEFAULT_SHARD_MEMORY;
  private ResourceProfile resources;

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

  void weights(String column) {
    DataType type = TensorSpec.field(data.schema(), column).dataType();
    if (!(type instanceof NumericType)) {
      throw new IllegalArgumentException(
          "Cannot read column '%s': it is of type %s (a weight must be a number)"
              .formatted(column, type.catalogString()));
    }
    weights = column;
  }

  void resources(ResourceProfile profile) {
    if (profile != null) {
      try {
        data.sparkSession().sparkContext().resourceProfileManager().addResourceProfile(profile);
      } catch (Exception e) { // Spark throws a checked exception undeclared.
        throw new IllegalArgumentException("Cannot use resource profile: " + e.getMessage(), e);
      }
    }
    resources = profile;
  }

  private Weighting weighting() {
    boolean perClass = classRule != Weighting.Rule.ALIKE;
    if (perClass && classes == 0) {
      throw new IllegalStateException("Cannot weigh classes: no class labels are set");
    }
    if (classRule == Weighting.Rule.GIVEN && classWeights.length != classes) {
      throw new IllegalArgumentException(
          "Invalid classWeights: %d of them (must be one for each of %d classes)"
              .formatted(classWeights.length, classes));
    }
    return perClass || weights != null
        ? new Weighting(weights, classRule, classWeights, classes)
        : null;
  }

  ShardedDataset run() {
    if (features == null) {
      throw new IllegalStateException("Cannot shard the data: no features are set");
    }
    RowSource source = new RowSource(features, labels, classes, weighting(), policy);
    source.checkAgainst(data.schema());
    Dataset<Row> selected = source.select(data);
    return SparkJobs.run(() -> shard(source, selected));
  }

  private ShardedDataset shard(RowSource source, Dataset<Row> selected) {
    JavaRDD<InternalRow> rows = selected.queryExecution().toRdd().toJavaRDD();
    List<RowCount> counts = count(rows, source, selected.schema());
    long[] starts = starts(counts);
    Dealing dealing = dealing(starts[starts.length - 1]);
    GroupWeights weights =
        source.weighting() == null
            ? GroupWeights.NONE
            : GroupWeights.of(source.weighting(), counts);
    ShuffledRDD<ChunkKey, byte[], byte[]> chunks =
        shuffle(pack(rows, source, selected.schema(), weights, starts, dealing), dealing);
    ShardRdd shards = new ShardRdd(chunks, dealing, source.layout(), shardMemory);
    if (resources != null) {
      shards.withResources(resources);
    }
    ShardedDataset dataset =
        new ShardedDataset(source, weights, dealing, shuffleId(chunks), shards);
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

  private static List<RowCount> count(
      JavaRDD<InternalRow> rows, RowSource source, StructType schema) {
    return rows.mapPartitions(
            partition -> List.of(RowCount.of(partition, source, schema)).iterator())
        .collect();
  }

  /** Index of each partition's first row, and the number of all rows. */
  private long[] starts(List<RowCount> counts) {
    long[] starts = new long[counts.size() + 1];
    for (int i = 0; i < counts.size(); i++) {
      starts[i + 1] = starts[i] + counts.get(i).rows();
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
      GroupWeights weights,
      long[] starts,
      Dealing dealing) {
    return rows.mapPartitionsWithIndex(
        (partition, input) ->
            new ChunkIterator(
                input,
                source.reader(schema, weights.divisors()),
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
