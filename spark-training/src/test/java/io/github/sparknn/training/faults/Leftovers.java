package io.github.sparknn.training.faults;

import io.github.sparknn.datasets.ArrowMemory;
import java.io.File;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BlockManager;
import org.apache.spark.storage.BlockResult;
import scala.Function1;
import scala.Option;
import scala.collection.Iterator;
import scala.collection.Iterator$;
import scala.collection.JavaConverters;
import scala.reflect.ClassTag$;

/**
 * What SparkNN holds in a process.
 *
 * @param arrowBytes off-heap
 * @param rddBlocks cached partitions, shards and replicas among them
 * @param broadcasts classes of broadcast values that are SparkNN's
 * @param files shuffle and spill files, in the local folders or open
 * @param threads that are in SparkNN's code
 */
record Leftovers(
    long arrowBytes,
    List<String> rddBlocks,
    List<String> broadcasts,
    List<String> files,
    List<String> threads)
    implements Serializable {
  static final Leftovers NONE = new Leftovers(0, List.of(), List.of(), List.of(), List.of());
  private static final int POLL_MILLIS = 50;

  /** Of this process. */
  static Leftovers here() {
    BlockManager blocks = SparkEnv.get().blockManager();
    List<String> rddBlocks = new ArrayList<>();
    List<String> broadcasts = new ArrayList<>();
    for (BlockId id : JavaConverters.seqAsJavaList(blocks.getMatchingBlockIds(any -> true))) {
      if (id.isRDD()) {
        rddBlocks.add(id.name());
      } else if (id.isBroadcast() && !id.name().contains("piece")) {
        addOurs(blocks.getLocalValues(id), broadcasts);
      }
    }
    List<String> files = new ArrayList<>();
    JavaConverters.seqAsJavaList(blocks.diskBlockManager().getAllFiles())
        .forEach(file -> files.add(file.getName()));
    files.addAll(openFiles());
    files.removeIf(name -> !name.matches("(open: .*/)?(temp_local|temp_shuffle|shuffle)_.*"));
    return new Leftovers(ArrowMemory.allocatedBytes(), rddBlocks, broadcasts, files, busyThreads());
  }

  private static List<String> busyThreads() {
    List<String> found = new ArrayList<>();
    Thread.getAllStackTraces()
        .forEach(
            (thread, frames) -> {
              if (Arrays.stream(frames).anyMatch(Leftovers::isOurs)) {
                found.add(thread.getName());
              }
            });
    return found;
  }

  private static boolean isOurs(StackTraceElement frame) {
    String type = frame.getClassName();
    return type.startsWith("io.github.sparknn.")
        && !type.startsWith(Leftovers.class.getPackageName() + ".");
  }

  /** Deleted ones among them, whose space is not free before they are closed; Linux only. */
  private static List<String> openFiles() {
    List<String> found = new ArrayList<>();
    File[] descriptors = new File("/proc/self/fd").listFiles();
    for (File descriptor : descriptors == null ? new File[0] : descriptors) {
      found.add("open: " + target(descriptor));
    }
    return found;
  }

  private static String target(File link) {
    try {
      return Files.readSymbolicLink(link.toPath()).toString();
    } catch (NoSuchFileException e) {
      return "closed since it was listed";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void addOurs(Option<BlockResult> block, List<String> found) {
    if (block.isDefined()) {
      Iterator<Object> values = block.get().data();
      while (values.hasNext()) { // To the end, where the block is let go.
        String type = values.next().getClass().getName();
        if (type.startsWith("io.github.sparknn.")) {
          found.add(type);
        }
      }
    }
  }

  /**
   * Of this process, or of the executors where there are several, once there are none or waiting
   * was in vain: Spark removes broadcasts in the background.
   */
  static List<Leftovers> settled(SparkSession spark, int executors) {
    return settled(() -> executors == 0 ? List.of(here()) : onExecutors(spark, executors));
  }

  private static List<Leftovers> settled(Supplier<List<Leftovers>> observation) {
    List<Leftovers> found = observation.get();
    for (int i = 0; i < 200 && !found.stream().allMatch(NONE::equals); i++) {
      pause();
      found = observation.get();
    }
    return found;
  }

  /** Barrier tasks run at the same time, so executors of one slot get one each. */
  private static List<Leftovers> onExecutors(SparkSession spark, int executors) {
    Function1<Iterator<Integer>, Iterator<Leftovers>> observation =
        (Function1<Iterator<Integer>, Iterator<Leftovers>> & Serializable)
            any -> Iterator$.MODULE$.single(here());
    return new JavaSparkContext(spark.sparkContext())
        .parallelize(IntStream.range(0, executors).boxed().toList(), executors)
        .rdd()
        .barrier()
        .mapPartitions(observation, false, ClassTag$.MODULE$.apply(Leftovers.class))
        .toJavaRDD()
        .collect();
  }

  private static void pause() {
    try {
      if (new CountDownLatch(1).await(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new AssertionError("nobody counts down");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
