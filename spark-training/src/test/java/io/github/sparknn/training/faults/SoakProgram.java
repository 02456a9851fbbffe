package io.github.sparknn.training.faults;

import io.github.sparknn.datasets.ArrowMemory;
import io.github.sparknn.datasets.ShardedDataset;
import io.github.sparknn.training.ParameterAveraging;
import io.github.sparknn.training.TrainingListener;
import io.github.sparknn.training.TrainingPlan;
import io.github.sparknn.training.TrainingProgress;
import io.github.sparknn.training.network.NetworkSpec;
import io.github.sparknn.training.network.Networks;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import org.apache.spark.sql.SparkSession;
import org.nd4j.linalg.learning.config.Adam;

/** Trains 200 rounds with 0.4 MB of parameters and writes a {@link Sample} of every tenth. */
final class SoakProgram {
  static final String FILE = "samples.bin";
  static final int ROUNDS = 200;
  private static final Path STATM = Path.of("/proc/self/statm");
  private static final int PAGE = 4096;

  /**
   * What the process holds after a round.
   *
   * @param heapBytes of live objects
   * @param residentBytes of the whole process, 0 where the system does not tell
   * @param threads without those of Spark's pools for removing blocks, which take a hundred rounds
   *     to reach their size and are bounded
   */
  record Sample(long arrowBytes, long heapBytes, long residentBytes, long threads)
      implements Serializable {
    static Sample take() {
      System.gc();
      try {
        long pages = Files.exists(STATM) ? residentPages(Files.readString(STATM)) : 0;
        return new Sample(
            ArrowMemory.allocatedBytes(),
            ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
            pages * PAGE,
            Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.getName().startsWith("block-manager-"))
                .count());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private SoakProgram() {}

  /** The second number. */
  private static long residentPages(String statm) {
    return new Scanner(statm).skip("\\d+").nextLong();
  }

  /** Runs the program in the current folder. */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of("").toAbsolutePath();
    SparkSession spark = Clusters.session("local[2]", folder);
    TrainingPlan plan =
        TrainingPlan.of(
                NetworkSpec.of(
                    Networks.classifier(
                        4, new int[] {300, 300}, "relu", 0.1, 3, new Adam(0.001), 7)))
            .withEngine("dl4j")
            .withBatchSize(16)
            .withEpochs(ROUNDS / 5)
            .withAveragingFrequency(2);
    List<Sample> samples = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void roundFinished(TrainingProgress progress) {
            if (progress.round() % 10 == 0) {
              samples.add(Sample.take());
            }
          }
        };
    try (ShardedDataset data = Trainings.shards(spark)) {
      ParameterAveraging.train(plan, data, listener);
    }
    samples.add(Sample.take());
    try (ObjectOutputStream out =
        new ObjectOutputStream(Files.newOutputStream(folder.resolve(FILE)))) {
      out.writeObject(samples);
    }
    spark.stop();
  }
}
