package io.github.sparknn.benchmarks;

import io.github.sparknn.training.averaging.OuterOptimizer;
import io.github.sparknn.training.network.NetworkSpec;
import io.github.sparknn.training.network.Networks;
import io.github.sparknn.training.network.Optimizers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Compares the outer optimizers on an MLP 784-128-10: loss and accuracy after equal communication
 * (as many averaging rounds, which for the same workers are as many bytes) and after equal work (as
 * many epochs). Each figure is that of a training from the start; a training that diverges is shown
 * as such. The same options give the same figures.
 */
@Command(
    name = "averaging",
    description =
        "MLP 784-128-10 on MNIST: the outer optimizers mean, nesterov and slowmo after equal"
            + " communication and after equal work.",
    mixinStandardHelpOptions = true)
final class AveragingBenchmark extends ConsoleCommand {
  private static final int SAMPLE = 10_000;

  @Option(
      names = "--data",
      defaultValue = "data/mnist",
      description =
          "folder of the four IDX files of MNIST or Fashion-MNIST, plain or gzip (default"
              + " ${DEFAULT-VALUE})")
  private Path data;

  @Option(
      names = "--rows",
      defaultValue = "51200",
      description = "training examples (default ${DEFAULT-VALUE})")
  private int rows;

  @Option(names = "--batch-size", defaultValue = "32", description = "default ${DEFAULT-VALUE}")
  private int batchSize;

  @Option(
      names = "--workers",
      defaultValue = "4,8",
      split = ",",
      description = "default ${DEFAULT-VALUE}; there may be more than cores")
  private List<Integer> workers;

  @Option(
      names = "--frequencies",
      defaultValue = "1,10,100",
      split = ",",
      description =
          "mini-batches of a worker between two averagings (default ${DEFAULT-VALUE}); one epoch is"
              + " measured too")
  private List<Integer> frequencies;

  @Option(
      names = "--rounds",
      defaultValue = "20",
      description = "averagings of equal communication (default ${DEFAULT-VALUE})")
  private int rounds;

  @Option(
      names = "--epochs",
      defaultValue = "5",
      description = "epochs of equal work (default ${DEFAULT-VALUE})")
  private int epochs;

  @Option(
      names = "--optimizer",
      defaultValue = "adam",
      description = "the workers' optimizer (default ${DEFAULT-VALUE})")
  private String optimizer;

  @Option(
      names = "--learning-rate",
      defaultValue = "0.001",
      description = "the workers' learning rate (default ${DEFAULT-VALUE})")
  private double learningRate;

  @Option(
      names = "--seeds",
      defaultValue = "1",
      description = "trainings of which each figure is the median (default ${DEFAULT-VALUE})")
  private int seeds;

  @Option(
      names = "--master",
      description = "Spark's master (default: the system property spark.master, else local[2])")
  private String master;

  @Override
  public Integer call() {
    checkOptions();
    try (BenchmarkSession session = BenchmarkSession.open(master)) {
      measure(session.spark());
    }
    return 0;
  }

  private void checkOptions() {
    requireAtLeast("batch-size", batchSize, 1);
    requireAtLeast("rounds", rounds, 1);
    requireAtLeast("epochs", epochs, 1);
    requireAtLeast("seeds", seeds, 1);
    workers.forEach(count -> requireAtLeast("workers", count, 1));
    frequencies.forEach(steps -> requireAtLeast("frequencies", steps, 1));
    for (int count : workers) {
      requireAtLeast("rows", rows, (long) count * batchSize);
    }
    network(0);
  }

  private NetworkSpec network(int seed) {
    return NetworkSpec.of(
        Networks.classifier(
            784,
            new int[] {128},
            "relu",
            0,
            ImageFolder.CLASSES,
            Optimizers.of(optimizer, learningRate),
            seed));
  }

  private void measure(SparkSession spark) {
    NativeThreads.useOne();
    ImageFolder images = new ImageFolder(data);
    Dataset<Row> table = images.train(spark, rows);
    TrainingQuality quality =
        new TrainingQuality(
            network(0), images.train(spark, Math.min(SAMPLE, rows)), images.test(spark));
    AveragingTrials trials =
        new AveragingTrials(table, quality, this::network, batchSize, seeds, this::progress);

    long state = network(0).initialState().size();
    print(
        String.format(
            Locale.ROOT,
            "after equal communication: %d rounds, of %.1f MB from each worker",
            rounds,
            1e-6 * Float.BYTES * state),
        run(trials, (setting, steps) -> Schedule.ofRounds(setting, rounds, steps)));
    List<Result> results = new ArrayList<>(oneWorker(trials));
    results.addAll(run(trials, (setting, steps) -> new Schedule(rows, epochs, steps)));
    print(String.format("after equal work: %d epochs", epochs), results);
  }

  /** A result for each number of workers and averaging frequency. */
  private List<Result> run(
      AveragingTrials trials, BiFunction<Schedule.Setting, Integer, Schedule> schedule) {
    List<Result> results = new ArrayList<>();
    for (int count : workers) {
      Schedule.Setting setting = new Schedule.Setting(rows, count, batchSize);
      int epoch = setting.stepsPerEpoch();
      for (int steps : frequencies) {
        if (steps < epoch) {
          results.add(
              trials.run(
                  count + " workers, every " + steps,
                  setting,
                  schedule.apply(setting, steps),
                  OuterOptimizer.NAMES));
        }
      }
      results.add(
          trials.run(
              count + " workers, each epoch (" + epoch + ")",
              setting,
              schedule.apply(setting, epoch),
              OuterOptimizer.NAMES));
    }
    return results;
  }

  /** What communication costs in quality: nothing is averaged here. */
  private List<Result> oneWorker(AveragingTrials trials) {
    Schedule.Setting setting = new Schedule.Setting(rows, 1, batchSize);
    Schedule schedule = new Schedule(rows, epochs, setting.stepsPerEpoch());
    return List.of(trials.run("1 worker", setting, schedule, List.of("mean")));
  }

  private void print(String comparison, List<Result> results) {
    ResultTable table =
        new ResultTable()
            .figure(AveragingTrials.ROUNDS, "%.0f")
            .figure(AveragingTrials.EXAMPLES, "%,.0f");
    for (String measure :
        List.of(TrainingQuality.LOSS, TrainingQuality.TEST_LOSS, TrainingQuality.ACCURACY)) {
      for (String averaging : OuterOptimizer.NAMES) {
        String heading = averaging.equals("mean") ? measure + ": mean" : averaging;
        table.figure(heading, AveragingTrials.figure(averaging, measure), "%.4f");
      }
    }
    out().println();
    out()
        .printf(
            Locale.ROOT,
            "MLP 784-128-10, %s(%s), batch size %d, %,d rows of %s, %s; %s%n",
            optimizer,
            learningRate,
            batchSize,
            rows,
            data,
            seeds == 1 ? "seed 1" : "median of seeds 1 to " + seeds,
            comparison);
    out().print(table.text(results));
    out().flush();
  }
}
