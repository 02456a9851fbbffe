package io.github.sparknn.benchmarks;

import io.github.sparknn.datasets.ShardedDataset;
import io.github.sparknn.datasets.TensorSpec;
import io.github.sparknn.training.ParameterAveraging;
import io.github.sparknn.training.TrainedNetwork;
import io.github.sparknn.training.TrainingListener;
import io.github.sparknn.training.TrainingPlan;
import io.github.sparknn.training.dl4jspark.Dl4jSparkTraining;
import io.github.sparknn.training.network.NetworkSpec;
import io.github.sparknn.training.report.EpochReport;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.dataset.DataSet;

/**
 * The ways to train the same network on the same table. Each gives its figures and keeps the
 * parameters that it ended with.
 */
final class TrainingContenders {
  /** Training alone, on shards that are ready. */
  static final String SAMPLES = "samples/s";

  /** From Parquet to DL4J's model file. */
  static final String JOB_SAMPLES = "Parquet to model";

  static final String SECONDS = "seconds";

  /** CPU time of this JVM; without executors of their own only. */
  static final String CPU_SAMPLES = "per CPU-second";

  static final String ROUNDS = "rounds";
  static final String ACCURACY = "accuracy";

  /** Wall-clock time of a round less the slowest worker's computing, in ms; SparkNN's only. */
  static final String OVERHEAD = "overhead ms/round";

  private static final long SEED = 1;

  private final Dataset<Row> table;
  private final NetworkSpec network;
  private final int batchSize;
  private final int epochs;
  private final File modelFile;
  private final List<DataSet> firstEpoch;
  private final Map<String, double[]> parameters = new LinkedHashMap<>();

  /**
   * @param modelFile written anew by each training that begins with Parquet
   */
  TrainingContenders(
      Dataset<Row> table, NetworkSpec network, int batchSize, int epochs, File modelFile) {
    this.modelFile = modelFile;
    this.table = table;
    this.network = network;
    this.batchSize = batchSize;
    this.epochs = epochs;
    firstEpoch = miniBatches(1).get(0);
  }

  /** One worker's mini-batches of the first epochs. */
  private List<List<DataSet>> miniBatches(int count) {
    try (ShardedDataset data = shards(1)) {
      return IntStream.range(0, count)
          .mapToObj(
              epoch ->
                  Dl4jSparkTraining.miniBatches(network, data, batchSize, SEED, epoch).collect())
          .toList();
    }
  }

  /** What the contender of that name ended with in its latest run. */
  double[] parameters(String name) {
    return parameters.get(name);
  }

  /** DL4J's own fit in this JVM, with one native thread, over the mini-batches of one worker. */
  Map<String, Double> oneJvm(String name) {
    NativeThreads.useOne();
    List<List<DataSet>> batchesOfEpochs = miniBatches(epochs);
    MultiLayerNetwork net = (MultiLayerNetwork) network.newNetwork();
    Stopwatch stopwatch = new Stopwatch();
    for (List<DataSet> batches : batchesOfEpochs) {
      batches.forEach(net::fit);
      net.incrementEpochCount();
    }
    return figures(name, net, stopwatch.read());
  }

  /** SparkNN's parameter averaging. */
  Map<String, Double> sparknn(String name, String engine, int workers, int frequency) {
    TrainingPlan plan =
        TrainingPlan.of(network)
            .withEngine(engine)
            .withEpochs(epochs)
            .withBatchSize(batchSize)
            .withAveragingFrequency(frequency)
            .withSeed(SEED);
    Stopwatch job = new Stopwatch();
    try (ShardedDataset data = shards(workers)) {
      Stopwatch training = new Stopwatch();
      TrainedNetwork trained = ParameterAveraging.train(plan, data, TrainingListener.NONE);
      Stopwatch.Reading reading = training.read();
      MultiLayerNetwork net = (MultiLayerNetwork) trained.toDl4j();
      save(net);
      double jobSeconds = job.read().seconds();
      Map<String, Double> figures = figures(name, net, reading);
      figures.put(JOB_SAMPLES, samples() / jobSeconds);
      List<EpochReport> report = trained.report().epochs();
      figures.put(ROUNDS, (double) report.stream().mapToInt(EpochReport::rounds).sum());
      figures.put(OVERHEAD, overhead(report));
      return figures;
    }
  }

  /** DL4J Spark's parameter averaging over the same shards, the optimizer's state averaged too. */
  Map<String, Double> dl4jSpark(String name, int workers, int frequency) {
    Stopwatch job = new Stopwatch();
    try (ShardedDataset data = shards(workers)) {
      ParameterAveragingTrainingMaster master =
          new ParameterAveragingTrainingMaster.Builder(workers, batchSize)
              .batchSizePerWorker(batchSize)
              .averagingFrequency(frequency)
              .saveUpdater(true)
              .rddTrainingApproach(RDDTrainingApproach.Direct)
              .rngSeed(SEED)
              .build();
      Stopwatch training = new Stopwatch();
      MultiLayerNetwork trained =
          Dl4jSparkTraining.train(network, data, master, batchSize, epochs, SEED);
      Stopwatch.Reading reading = training.read();
      save(trained);
      double jobSeconds = job.read().seconds();
      Map<String, Double> figures = figures(name, trained, reading);
      figures.put(JOB_SAMPLES, samples() / jobSeconds);
      double perRound = (double) workers * batchSize * frequency;
      figures.put(ROUNDS, epochs * Math.ceil(data.rows() / perRound));
      return figures;
    }
  }

  private void save(MultiLayerNetwork net) {
    try {
      ModelSerializer.writeModel(net, modelFile, true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ShardedDataset shards(int workers) {
    return ShardedDataset.builder(table)
        .features(TensorSpec.of(table, List.of("features"), null))
        .classLabels("label", TrainingData.CLASSES)
        .workers(workers)
        .seed(SEED)
        .build();
  }

  private Map<String, Double> figures(
      String name, MultiLayerNetwork net, Stopwatch.Reading reading) {
    parameters.put(name, net.params().toDoubleVector());
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put(SECONDS, reading.seconds());
    figures.put(SAMPLES, samples() / reading.seconds());
    if (table.sparkSession().sparkContext().isLocal()) {
      figures.put(CPU_SAMPLES, samples() / reading.cpuSeconds());
    }
    figures.put(ACCURACY, accuracy(net));
    net.close();
    return figures;
  }

  private double accuracy(MultiLayerNetwork net) {
    Evaluation evaluation = new Evaluation(TrainingData.CLASSES);
    for (DataSet batch : firstEpoch) {
      evaluation.eval(batch.getLabels(), net.output(batch.getFeatures(), false));
    }
    return evaluation.accuracy();
  }

  /** Examples of all epochs. */
  private double samples() {
    return (double) epochs * firstEpoch.stream().mapToLong(DataSet::numExamples).sum();
  }

  /** The median over epochs, so that the first one's making of replicas counts once at most. */
  private static double overhead(List<EpochReport> epochs) {
    List<Map<String, Double>> runs =
        epochs.stream()
            .map(e -> Map.of(OVERHEAD, 1e3 * e.times().overhead() / e.rounds()))
            .toList();
    return new Result("", runs).median(OVERHEAD);
  }
}
