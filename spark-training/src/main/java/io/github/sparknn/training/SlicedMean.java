package io.github.sparknn.training;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import io.github.sparknn.training.network.ModelState;
import java.io.Serializable;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.ShuffleDependency;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;
import scala.collection.JavaConverters;

/**
 * The mean of large states, made on the executors: a shuffle brings the same slice of all workers'
 * states together, and only the mean's slices come to the driver, which so never holds a state of
 * each worker. Gives the bits of {@link WeightedMean}.
 */
final class SlicedMean {

  /**
   * A part of a worker's parameters and optimizer state, these one after the other.
   *
   * @param result of the worker, its state without values
   */
  @DefaultSerializer(JavaSerializer.class)
  record Slice(int worker, RoundResult result, float[] values) implements Serializable {}

  /**
   * A part of the mean.
   *
   * @param results in worker order, their states without values; with the first slice only
   */
  @DefaultSerializer(JavaSerializer.class)
  record Mean(float[] values, List<RoundResult> results) implements Serializable {}

  private SlicedMean() {}

  /**
   * Runs a round's tasks.
   *
   * @param places one partition a worker
   * @return the means of the slices, in order
   */
  static List<Mean> run(JavaRDD<Workplace> places, RoundTask task) {
    int slices = places.getNumPartitions();
    JavaPairRDD<Integer, Slice> shuffled =
        places
            .mapPartitionsToPair(
                partition ->
                    slices(
                        TaskContext.getPartitionId(),
                        task.apply(
                            TaskContext.get(),
                            JavaConverters.asScalaIteratorConverter(partition).asScala()),
                        slices))
            .partitionBy(new HashPartitioner(slices));
    try {
      return shuffled.mapPartitions(SlicedMean::reduce).collect();
    } finally {
      removeShuffle(shuffled);
    }
  }

  /** Frees the executors' disks at once, not when the driver collects garbage. */
  private static void removeShuffle(JavaPairRDD<Integer, Slice> shuffled) {
    SparkContext spark = shuffled.context();
    if (!spark.isStopped() && spark.cleaner().isDefined()) {
      int id = ((ShuffleDependency<?, ?, ?>) shuffled.rdd().dependencies().head()).shuffleId();
      spark.cleaner().get().doCleanupShuffle(id, false);
    }
  }

  /** The whole mean of its slices. */
  static ModelState join(List<Mean> slices, int parameters) {
    int size = slices.stream().mapToInt(slice -> slice.values.length).sum();
    FloatBuffer whole = FloatBuffer.allocate(size);
    slices.forEach(slice -> whole.put(slice.values));
    float[] values = whole.array();
    return WeightedMean.counters(slices.get(0).results)
        .withParameters(Arrays.copyOf(values, parameters))
        .withOptimizerState(Arrays.copyOfRange(values, parameters, size));
  }

  private static Iterator<Tuple2<Integer, Slice>> slices(
      int worker, RoundResult result, int count) {
    ModelState state = result.state();
    RoundResult counters =
        state == null
            ? result
            : result.withState(ModelState.ofCounters(state.iteration(), state.epoch()));
    List<Tuple2<Integer, Slice>> slices = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] values = {};
      if (state != null) {
        int from = (int) (state.size() * i / count);
        int to = (int) (state.size() * (i + 1) / count);
        values = state.copyOfRange(from, to);
      }
      slices.add(new Tuple2<>(i, new Slice(worker, counters, values)));
    }
    return slices.iterator();
  }

  private static Iterator<Mean> reduce(Iterator<Tuple2<Integer, Slice>> pairs) {
    List<Slice> slices = new ArrayList<>();
    boolean first = TaskContext.getPartitionId() == 0;
    pairs.forEachRemaining(pair -> slices.add(pair._2()));
    slices.sort(Comparator.comparingInt(Slice::worker));
    List<Slice> active = slices.stream().filter(slice -> slice.result.examples() > 0).toList();
    float[] mean =
        WeightedMean.of(
            active.stream().map(Slice::values).toArray(float[][]::new),
            active.stream().mapToLong(slice -> slice.result.examples()).toArray());
    List<RoundResult> results = first ? slices.stream().map(Slice::result).toList() : List.of();
    return List.of(new Mean(mean, results)).iterator();
  }
}
