package io.github.sparknn.training;

import io.github.sparknn.datasets.OffHeapLimit;
import io.github.sparknn.datasets.ShardedDataset;
import io.github.sparknn.training.engine.TrainingEngine;
import io.github.sparknn.training.network.NetworkMemory;
import java.util.Locale;
import org.apache.spark.SparkContext;

/**
 * Refuses, before anything is allocated, a training that cannot fit into the memory of driver or
 * executors by DL4J's estimate of its network. Shards do not count, as they go to disk where memory
 * ends; nor does a network that DL4J cannot estimate.
 */
final class MemoryPreflight {
  private static final NetworkMemory UNKNOWN = new NetworkMemory(0, 0);
  private static final double GIB = 1L << 30;

  private final TrainingEngine engine;
  private final int workers;
  private final int batchSize;
  private final NetworkMemory network;
  private final long batchBytes;
  private final long statesOnDriver;

  /**
   * @param batchSize of the largest mini-batch that there will be
   */
  MemoryPreflight(TrainingPlan plan, TrainingEngine engine, ShardedDataset data, int batchSize) {
    this.engine = engine;
    this.batchSize = batchSize;
    workers = data.workers();
    int[] exampleShape =
        data.features().vocabulary().isEmpty()
            ? plan.network().exampleShape(data.features())
            : new int[] {data.features().networkSize()};
    network = plan.network().memory(exampleShape, batchSize).orElse(UNKNOWN);
    batchBytes = (long) batchSize * (data.features().size() + data.labelSize()) * Float.BYTES;
    boolean sliced = network.stateBytes() / Float.BYTES > plan.sliceThreshold();
    statesOnDriver = sliced ? 2L : 2L + workers;
  }

  /**
   * Compares with what there is.
   *
   * @throws IllegalArgumentException if it cannot fit; says what is needed, what there is, and the
   *     setting that changes it
   */
  void check(SparkContext spark) {
    boolean local = spark.isLocal();
    int executors = executors(spark);
    int together = (workers + executors - 1) / executors;
    OffHeapLimit offHeap = local ? OffHeapLimit.here() : OffHeapLimit.ofExecutors(spark.getConf());
    long heap =
        local ? Runtime.getRuntime().maxMemory() : OffHeapLimit.heapOfExecutors(spark.getConf());
    String heapSetting = local ? "--driver-memory" : "spark.executor.memory";

    require(
        "off-heap",
        together * (batchBytes + (engine.isOffHeap() ? network.trainingBytes() : 0)),
        together,
        offHeap.bytes(),
        offHeap.setting());
    require(
        "of heap",
        together * (network.stateBytes() + (engine.isOffHeap() ? 0 : network.trainingBytes())),
        together,
        heap,
        heapSetting);
    long driverHeap = Runtime.getRuntime().maxMemory();
    if (statesOnDriver * network.stateBytes() > driverHeap) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Cannot train: the driver needs %s of heap (%d states of %s) and has %s (raise"
                  + " --driver-memory, or lower sliceThreshold so that executors average)",
              gib(statesOnDriver * network.stateBytes()),
              statesOnDriver,
              gib(network.stateBytes()),
              gib(driverHeap)));
    }
  }

  /** Those that hold workers; as many as workers where Spark may still add some. */
  private int executors(SparkContext spark) {
    if (spark.isLocal()) {
      return 1;
    }
    boolean grows = spark.getConf().getBoolean("spark.dynamicAllocation.enabled", false);
    return grows ? workers : Math.max(1, spark.statusTracker().getExecutorInfos().length - 1);
  }

  private void require(String kind, long needed, int together, long available, String setting) {
    if (needed > available) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Cannot train: an executor needs %s %s (%d workers with network, optimizer state and"
                  + " mini-batch of %d examples, engine %s) and has %s (lower batchSize or raise"
                  + " %s)",
              gib(needed),
              kind,
              together,
              batchSize,
              engine.name(),
              gib(available),
              setting));
    }
  }

  private static String gib(long bytes) {
    return String.format(Locale.ROOT, "%.1f GiB", bytes / GIB);
  }
}
