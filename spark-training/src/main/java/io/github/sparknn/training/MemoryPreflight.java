package io.github.sparknn.training;

import io.github.sparknn.datasets.OffHeapLimit;
import io.github.sparknn.datasets.TensorSpec;
import io.github.sparknn.training.engine.TrainingEngine;
import io.github.sparknn.training.network.NetworkMemory;
import java.util.List;
import java.util.Locale;
import org.apache.spark.SparkContext;

/**
 * Refuses, before anything is allocated, a training that cannot fit into the memory of driver or
 * executors by DL4J's estimate of its network. Shards do not count, as they go to disk where memory
 * ends; nor does a network that DL4J cannot estimate.
 */
final class MemoryPreflight {
  private static final NetworkMemory UNKNOWN = new NetworkMemory(0, 0);

  private final TrainingEngine engine;
  private final int workers;
  private final int batchSize;
  private final NetworkMemory network;
  private final long batchBytes;
  private final long statesOnDriver;

  /**
   * @param labelSize floats of a row's labels in a mini-batch
   * @param batchSize of the largest mini-batch that there will be
   * @param keepsBest whether the driver holds the best epoch's state beside the current one
   */
  MemoryPreflight(
      TrainingPlan plan,
      TrainingEngine engine,
      TensorSpec features,
      int labelSize,
      int workers,
      int batchSize,
      boolean keepsBest) {
    this.engine = engine;
    this.batchSize = batchSize;
    this.workers = workers;
    int[] exampleShape = plan.network().exampleShape(features);
    network = plan.network().memory(exampleShape, batchSize).orElse(UNKNOWN);
    batchBytes = (long) batchSize * (features.size() + labelSize) * Float.BYTES;
    boolean sliced = network.stateBytes() / Float.BYTES > plan.sliceThreshold();
    statesOnDriver = (sliced ? 2L : 2L + workers) + (keepsBest ? 1 : 0);
  }

  /**
   * Compares with what there is.
   *
   * @throws IllegalArgumentException if it cannot fit; says what is needed, what there is, and the
   *     setting that changes it
   */
  void check(SparkContext spark) {
    for (MemoryNeed need : needs(spark)) {
      if (!need.fits()) {
        throw new IllegalArgumentException(need.problem());
      }
    }
  }

  /** All kinds of memory that count, with what there is of them. */
  List<MemoryNeed> needs(SparkContext spark) {
    boolean local = spark.isLocal();
    int together = workersPerExecutor(spark);
    OffHeapLimit offHeap = local ? OffHeapLimit.here() : OffHeapLimit.ofExecutors(spark.getConf());
    long heap =
        local ? Runtime.getRuntime().maxMemory() : OffHeapLimit.heapOfExecutors(spark.getConf());
    String heapSetting = local ? "--driver-memory" : "spark.executor.memory";
    return List.of(
        ofExecutor(
            "off-heap",
            together * (batchBytes + (engine.isOffHeap() ? network.trainingBytes() : 0)),
            together,
            offHeap.bytes(),
            offHeap.setting()),
        ofExecutor(
            "heap",
            together * (network.stateBytes() + (engine.isOffHeap() ? 0 : network.trainingBytes())),
            together,
            heap,
            heapSetting),
        ofDriver());
  }

  private MemoryNeed ofDriver() {
    long needed = statesOnDriver * network.stateBytes();
    long heap = Runtime.getRuntime().maxMemory();
    String problem =
        String.format(
            Locale.ROOT,
            "Cannot train: the driver needs %s of heap (%d states of %s) and has %s (raise"
                + " --driver-memory, or lower sliceThreshold so that executors average)",
            MemoryNeed.gib(needed),
            statesOnDriver,
            MemoryNeed.gib(network.stateBytes()),
            MemoryNeed.gib(heap));
    return new MemoryNeed("driver", "heap", needed, heap, "--driver-memory", problem);
  }

  private MemoryNeed ofExecutor(
      String kind, long needed, int together, long granted, String setting) {
    String problem =
        String.format(
            Locale.ROOT,
            "Cannot train: an executor needs %s %s (%d workers with network, optimizer state and"
                + " mini-batch of %d examples, engine %s) and has %s (lower batchSize or raise %s)",
            MemoryNeed.gib(needed),
            kind.equals("heap") ? "of heap" : kind,
            together,
            batchSize,
            engine.name(),
            MemoryNeed.gib(granted),
            setting);
    return new MemoryNeed("executor", kind, needed, granted, setting, problem);
  }

  private int workersPerExecutor(SparkContext spark) {
    int executors = executors(spark);
    return (workers + executors - 1) / executors;
  }

  /** Those that hold workers; as many as workers where Spark may still add some. */
  int executors(SparkContext spark) {
    if (spark.isLocal()) {
      return 1;
    }
    boolean grows = spark.getConf().getBoolean("spark.dynamicAllocation.enabled", false);
    return grows ? workers : Math.max(1, spark.statusTracker().getExecutorInfos().length - 1);
  }
}
