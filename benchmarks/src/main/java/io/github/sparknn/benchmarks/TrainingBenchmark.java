package io.github.sparknn.benchmarks;

import io.github.sparknn.training.network.NetworkSpec;
import io.github.sparknn.training.network.Networks;
import java.io.File;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.nd4j.linalg.learning.config.Adam;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Trains an MLP 784-128-10 with Adam: DL4J in one JVM, SparkNN with each installed engine, DL4J
 * Spark's ParameterAveragingTrainingMaster. Fails if one worker does not end with the parameters of
 * one JVM, or if a contender's accuracy falls behind.
 */
@Command(
    name = "training",
    description = "MLP 784-128-10, Adam: SparkNN, DL4J in one JVM, DL4J Spark.",
    mixinStandardHelpOptions = true)
final class TrainingBenchmark extends SparkBenchmark {
  private static final String ONE_JVM = "DL4J, one JVM, one thread";

  private static final String PEER = "DL4J Spark";

  /** The same library computes the same mini-batches in the same order. */
  private static final double PARAMETER_TOLERANCE = 1e-4;

  @Option(names = "--rows", defaultValue = "20000", description = "default ${DEFAULT-VALUE}")
  private int rows;

  @Option(names = "--epochs", defaultValue = "3", description = "default ${DEFAULT-VALUE}")
  private int epochs;

  @Option(names = "--batch-size", defaultValue = "128", description = "default ${DEFAULT-VALUE}")
  private int batchSize;

  @Option(names = "--workers", defaultValue = "2", description = "default ${DEFAULT-VALUE}")
  private int workers;

  @Option(
      names = "--frequency",
      defaultValue = "5",
      description =
          "mini-batches of a worker between two averagings (default ${DEFAULT-VALUE}); a quarter"
              + " of an epoch is measured too")
  private int frequency;

  @Option(
      names = "--accuracy-tolerance",
      defaultValue = "0.02",
      description =
          "how far a training accuracy may lie below one JVM's, or one worker's without it (default ${DEFAULT-VALUE})")
  private double accuracyTolerance;

  @Option(
      names = "--engines",
      split = ",",
      description = "SparkNN's engines to measure (default: all that take the network)")
  private List<String> engines;

  @Option(
      names = "--without-peers",
      description = "leaves DL4J and DL4J Spark out, which take most of the time")
  private boolean withoutPeers;

  /** From a contender to DL4J Spark's counterpart. */
  private final Map<String, String> peers = new HashMap<>();

  /** From a contender to one worker of the same engine. */
  private final Map<String, String> singles = new HashMap<>();

  @Override
  void measure(SparkSession spark, TemporaryFolder folder) {
    requireAtLeast("rows", rows, 2L * workers * batchSize);
    requireAtLeast("epochs", epochs, 1);
    requireAtLeast("workers", workers, 1);
    requireAtLeast("frequency", frequency, 1);
    String path = folder.resolve("images");
    Sinks.parquet(TrainingData.table(spark, rows, workers), path);
    Dataset<Row> table = spark.read().parquet(path);
    NetworkSpec network =
        NetworkSpec.of(
            Networks.classifier(
                TrainingData.FEATURES,
                new int[] {128},
                "relu",
                0,
                TrainingData.CLASSES,
                new Adam(1e-3),
                1));
    if (engines == null) {
      engines = InstalledEngines.taking(network);
    }
    TrainingContenders contenders =
        new TrainingContenders(
            table, network, batchSize, epochs, new File(URI.create(folder.resolve("model.zip"))));
    List<Result> results = contest(contenders).run();
    print(
        spark,
        String.format(
            Locale.ROOT,
            "MLP 784-128-10, Adam, %,d rows, %d epochs, batch size %d",
            rows,
            epochs,
            batchSize),
        new ResultTable()
            .figureWithRange(TrainingContenders.SAMPLES, "%,.0f")
            .ratio("to one JVM", TrainingContenders.SAMPLES, name -> withoutPeers ? null : ONE_JVM)
            .ratio("to 1 worker", TrainingContenders.SAMPLES, singles::get)
            .ratio("to DL4J Spark", TrainingContenders.SAMPLES, peers::get)
            .figure(TrainingContenders.CPU_SAMPLES, "%,.0f")
            .figure(TrainingContenders.JOB_SAMPLES, "%,.0f")
            .ratio("job to 1 worker", TrainingContenders.JOB_SAMPLES, singles::get)
            .ratio("job to DL4J Spark", TrainingContenders.JOB_SAMPLES, peers::get)
            .figure(TrainingContenders.ACCURACY, "%.4f")
            .figure(TrainingContenders.OVERHEAD, "%.1f"),
        results);
    printRoundCosts(results);
    check(contenders, results);
  }

  private Contest contest(TrainingContenders contenders) {
    Contest contest = contest();
    if (!withoutPeers) {
      contest.add(ONE_JVM, () -> contenders.oneJvm(ONE_JVM));
    }
    for (String engine : engines) {
      String single = single(engine);
      String often = often("SparkNN " + engine);
      String seldom = seldom("SparkNN " + engine);
      contest.add(single, () -> contenders.sparknn(single, engine, 1, 0));
      contest.add(often, () -> contenders.sparknn(often, engine, workers, frequency));
      contest.add(seldom, () -> contenders.sparknn(seldom, engine, workers, 0));
      if (!withoutPeers) {
        peers.put(often, often(PEER));
        peers.put(seldom, seldom(PEER));
      }
      singles.put(often, single);
      singles.put(seldom, single);
    }
    if (!withoutPeers) {
      int quarter = Math.max(1, rows / workers / batchSize / 4);
      contest.add(often(PEER), () -> contenders.dl4jSpark(often(PEER), workers, frequency));
      contest.add(seldom(PEER), () -> contenders.dl4jSpark(seldom(PEER), workers, quarter));
    }
    return contest;
  }

  private String single(String engine) {
    return "SparkNN " + engine + ", 1 worker";
  }

  private String often(String contender) {
    return contender + ", " + workers + " workers, every " + frequency;
  }

  /** SparkNN's automatic frequency, and for DL4J Spark a quarter of an epoch. */
  private String seldom(String contender) {
    return contender
        + ", "
        + workers
        + " workers, "
        + (contender.equals(PEER) ? "quarter epoch" : "automatic");
  }

  /** What a round more costs, measured alike for all: it holds what no timer inside could see. */
  private void printRoundCosts(List<Result> results) {
    for (Result often : results) {
      if (!often.name().endsWith(often(""))) {
        continue;
      }
      String contender = often.name().substring(0, often.name().length() - often("").length());
      Result seldom = Result.named(results, seldom(contender));
      double rounds =
          often.median(TrainingContenders.ROUNDS) - seldom.median(TrainingContenders.ROUNDS);
      double seconds =
          often.median(TrainingContenders.SECONDS) - seldom.median(TrainingContenders.SECONDS);
      if (rounds > 0) {
        out()
            .printf(
                Locale.ROOT,
                "%s: a round more costs %.1f ms (%.0f rounds more, %.2f s more)%n",
                contender,
                1e3 * seconds / rounds,
                rounds,
                seconds);
      }
    }
  }

  private void check(TrainingContenders contenders, List<Result> results) {
    String baseline = withoutPeers ? single(engines.get(0)) : ONE_JVM;
    boolean sameLibrary = !withoutPeers && engines.contains("dl4j");
    if (sameLibrary) {
      Agreement.requireEqual(
          "Parameters of one JVM and of one worker",
          contenders.parameters(ONE_JVM),
          contenders.parameters(single("dl4j")),
          PARAMETER_TOLERANCE);
    }
    double least =
        Result.named(results, baseline).median(TrainingContenders.ACCURACY) - accuracyTolerance;
    for (Result result : results) {
      Agreement.requireAtLeast(
          "Training accuracy of " + result.name(),
          result.median(TrainingContenders.ACCURACY),
          least);
    }
    out()
        .println(
            "checked: "
                + (sameLibrary ? "one worker ends with one JVM's parameters; " : "")
                + "accuracies agree");
  }
}
