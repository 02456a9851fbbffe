package io.github.sparknn.training;

import io.github.sparknn.datasets.OffHeapLimit;
import io.github.sparknn.datasets.TensorSpec;
import io.github.sparknn.training.averaging.UpdaterState;
import io.github.sparknn.training.engine.TrainingEngine;
import io.github.sparknn.training.network.NetworkMemory;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.spark.SparkContext;

/**
 * Refuses, before anything is allocated, a training that cannot fit into the memory of driver or
 * executors by DL4J's estimate of its network. Shards do not count, as they go to disk where memory
 * ends; of a network that DL4J cannot estimate, only the parameters do, as results of tasks.
 */
final class MemoryPreflight {
  private static final NetworkMemory UNKNOWN = new NetworkMemory(0, 0);
  private static final long MIB = 1L << 20;

  private final TrainingEngine engine;
  private final int workers;
  private final int batchSize;
  private final NetworkMemory network;
  private final long batchBytes;
  private final TrainingPlan plan;
  private final boolean keepsBest;

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
    this.plan = plan;
    this.keepsBest = keepsBest;
    this.engine = engine;
    this.batchSize = batchSize;
    this.workers = workers;
    int[] exampleShape = plan.network().exampleShape(features);
    network = plan.network().memory(exampleShape, batchSize).orElse(UNKNOWN);
    batchBytes = (long) batchSize * (features.size() + labelSize) * Float.BYTES;
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
    DriverLimits limits = DriverLimits.of(spark);
    MemoryNeed results = ofResults(limits);
    Stream<MemoryNeed> ofMemory =
        Stream.of(
            ofExecutor(
                "off-heap",
                together * (batchBytes + (engine.isOffHeap() ? network.trainingBytes() : 0)),
                together,
                offHeap.bytes(),
                offHeap.setting()),
            ofExecutor(
                "heap",
                together
                    * (network.stateBytes() + (engine.isOffHeap() ? 0 : network.trainingBytes())),
                together,
                heap,
                heapSetting),
            ofDriver(limits));
    boolean limited = results.needed() > 0 && results.granted() < Long.MAX_VALUE;
    return Stream.concat(ofMemory, limited ? Stream.of(results) : Stream.empty()).toList();
  }

  private MemoryNeed ofDriver(DriverLimits limits) {
    boolean sliced = limits.slices(sharedValues(), workers, plan);
    long states = (sliced ? 2L : 2L + workers) + (keepsBest ? 1 : 0);
    long needed = states * network.stateBytes();
    String problem =
        String.format(
            Locale.ROOT,
            "Cannot train: the driver needs %s of heap (%d states of %s) and has %s (raise"
                + " --driver-memory%s)",
            MemoryNeed.gib(needed),
            states,
            MemoryNeed.gib(network.stateBytes()),
            MemoryNeed.gib(limits.heapBytes()),
            sliced ? "" : " or lower workers");
    return new MemoryNeed("driver", "heap", needed, limits.heapBytes(), "--driver-memory", problem);
  }

  private MemoryNeed ofResults(DriverLimits limits) {
    long needed = limits.resultsOf(sharedValues(), workers, plan);
    String problem =
        String.format(
            Locale.ROOT,
            "Cannot train: a round's results take %d MiB (one state of parameters and optimizer)"
                + " and spark.driver.maxResultSize allows %d MiB (raise --conf"
                + " spark.driver.maxResultSize to at least %dm)",
            mib(needed),
            limits.resultBytes() / MIB,
            mib(needed));
    return new MemoryNeed(
        "driver",
        "task results",
        needed,
        limits.resultBytes(),
        DriverLimits.MAX_RESULT_SIZE,
        problem);
  }

  /** Of a worker's state, what goes to the mean. */
  private long sharedValues() {
    long parameters = plan.network().parameterCount();
    return plan.updaterState() == UpdaterState.RESET
        ? parameters
        : Math.max(parameters, network.stateBytes() / Float.BYTES);
  }

  private static long mib(long bytes) {
    return (bytes + MIB - 1) / MIB;
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
