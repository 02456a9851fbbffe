package io.github.sparknn.benchmarks;

import io.github.sparknn.datasets.ShardedDataset;
import io.github.sparknn.datasets.TensorSpec;
import io.github.sparknn.training.ParameterAveraging;
import io.github.sparknn.training.TrainedNetwork;
import io.github.sparknn.training.TrainingDivergedException;
import io.github.sparknn.training.TrainingListener;
import io.github.sparknn.training.TrainingPlan;
import io.github.sparknn.training.network.NetworkSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Trainings of the same network by several outer optimizers, repeated with several seeds. */
final class AveragingTrials {
  static final String ROUNDS = "rounds";
  static final String EXAMPLES = "examples";

  private final Dataset<Row> table;
  private final TrainingQuality quality;
  private final IntFunction<NetworkSpec> networks;
  private final int batchSize;
  private final int seeds;
  private final Consumer<String> progress;

  /**
   * @param table whose first rows are trained on
   * @param networks by the seed of their initial weights
   * @param progress told what was trained and how long it took
   */
  AveragingTrials(
      Dataset<Row> table,
      TrainingQuality quality,
      IntFunction<NetworkSpec> networks,
      int batchSize,
      int seeds,
      Consumer<String> progress) {
    this.table = table;
    this.quality = quality;
    this.networks = networks;
    this.batchSize = batchSize;
    this.seeds = seeds;
    this.progress = progress;
  }

  /** The name of a figure of the trainings by an outer optimizer. */
  static String figure(String averaging, String measure) {
    return averaging + " " + measure;
  }

  /** The figures of each seed. */
  Result run(String name, Schedule.Setting setting, Schedule schedule, List<String> averagings) {
    Stopwatch stopwatch = new Stopwatch();
    List<Map<String, Double>> runs = new ArrayList<>();
    for (int seed = 1; seed <= seeds; seed++) {
      Map<String, Double> figures = new LinkedHashMap<>();
      figures.put(ROUNDS, (double) schedule.rounds(setting));
      figures.put(EXAMPLES, (double) schedule.examples());
      try (ShardedDataset shards = shards(schedule.rows(), setting.workers(), seed)) {
        for (String averaging : averagings) {
          train(schedule, averaging, seed, shards)
              .forEach((measure, value) -> figures.put(figure(averaging, measure), value));
        }
      }
      runs.add(figures);
    }
    progress.accept(
        String.format(
            Locale.ROOT,
            "  %-30s %4d rounds, %,9d examples %6.1f s",
            name,
            schedule.rounds(setting),
            schedule.examples(),
            stopwatch.read().seconds()));
    return new Result(name, runs);
  }

  private ShardedDataset shards(int rows, int workers, int seed) {
    Dataset<Row> part = table.limit(rows);
    return ShardedDataset.builder(part)
        .features(TensorSpec.of(part, List.of("features"), null))
        .classLabels("label", ImageFolder.CLASSES)
        .workers(workers)
        .seed(seed)
        .build();
  }

  private Map<String, Double> train(
      Schedule schedule, String averaging, int seed, ShardedDataset shards) {
    TrainingPlan plan =
        TrainingPlan.of(networks.apply(seed))
            .withEpochs(schedule.epochs())
            .withBatchSize(batchSize)
            .withAveragingFrequency(schedule.frequency())
            .withAveraging(averaging)
            .withSeed(seed);
    TrainedNetwork trained;
    try {
      trained = ParameterAveraging.train(plan, shards, TrainingListener.NONE);
    } catch (TrainingDivergedException e) {
      return TrainingQuality.DIVERGED;
    }
    return quality.of(trained);
  }
}
