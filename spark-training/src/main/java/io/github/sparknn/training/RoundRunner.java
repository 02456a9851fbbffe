package io.github.sparknn.training;

import io.github.sparknn.datasets.Shard;
import io.github.sparknn.datasets.ShardedDataset;
import io.github.sparknn.training.network.ModelState;
import io.github.sparknn.training.report.RoundTimes;
import io.github.sparknn.training.report.Validation;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.collection.JavaConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * Runs averaging rounds as Spark jobs over a data set's shards. Between rounds it keeps the
 * workers' replicas in their executors; closing it frees them, and never fails: what was trained is
 * not lost because an executor does not answer.
 */
final class RoundRunner implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RoundRunner.class);
  private static final String JOB_DESCRIPTION = "spark.job.description";
  private static final ClassTag<RoundResult> RESULT = ClassTag$.MODULE$.apply(RoundResult.class);
  private static final ClassTag<ValidationSums> SUMS =
      ClassTag$.MODULE$.apply(ValidationSums.class);

  private final TrainingPlan plan;
  private final JavaSparkContext spark;
  private final Broadcast<WorkerTask.Setup> setup;
  private final JavaRDD<ReplicaPool> pools;
  private final JavaRDD<Workplace> places;
  private final JavaRDD<Workplace> validationPlaces;
  private final DriverLimits limits;
  private final String callersDescription;

  /**
   * @param choice what computes, and on what
   * @param largestBatch examples of a mini-batch at most
   * @param validationData of as many shards as the training data; null for none
   */
  RoundRunner(
      TrainingPlan plan,
      DeviceChoice choice,
      int largestBatch,
      ShardedDataset data,
      ShardedDataset validationData) {
    this.plan = plan;
    spark = JavaSparkContext.fromSparkContext(data.shards().context());
    limits = DriverLimits.of(spark.sc());
    callersDescription = spark.getLocalProperty(JOB_DESCRIPTION);
    pools =
        data.shards()
            .mapPartitions(shards -> List.of(new ReplicaPool()).iterator(), true)
            .persist(StorageLevel.MEMORY_ONLY());
    places = places(data.shards());
    validationPlaces = validationData == null ? null : places(validationData.shards());
    setup =
        spark.broadcast(
            new WorkerTask.Setup(
                plan,
                choice.engine().name(),
                choice.device(),
                data.miniBatch(plan.network().exampleShape(data.features())),
                data.labelSize(),
                data.hasClassLabels(),
                largestBatch,
                pools.id()));
  }

  private JavaRDD<Workplace> places(JavaRDD<Shard> shards) {
    return shards.zipPartitions(
        pools, (shard, pool) -> List.of(new Workplace(shard.next(), pool.next())).iterator());
  }

  /**
   * Runs a round.
   *
   * @param epoch from 0
   * @param firstStep mini-batch of the epoch where the round begins
   * @param steps mini-batches of a worker at most
   */
  Round run(ModelState state, int epoch, int firstStep, int steps) {
    describe("averaging round: epoch " + (epoch + 1) + ", mini-batch " + firstStep);
    boolean sliced = limits.slices(state.size(), places.getNumPartitions(), plan);
    long clock = System.nanoTime();
    try (StateExchange states =
        sliced
            ? StateExchange.overTheWire(spark, state)
            : StateExchange.of(spark, state, places.getNumPartitions())) {
      double broadcastSeconds = secondsSince(clock);
      RoundTask task = new RoundTask(setup, states, epoch, firstStep, steps);
      double begin = RoundTask.now();
      clock = System.nanoTime();
      List<RoundResult> results;
      Supplier<ModelState> average;
      if (sliced) {
        List<SlicedMean.Mean> slices = SlicedMean.run(places, task);
        results = slices.get(0).results();
        average = () -> SlicedMean.join(slices, state.parameters().length);
      } else {
        List<RoundResult> collected = run(places, task, RESULT);
        results = collected;
        average = () -> WeightedMean.of(states.receive(collected));
      }
      RoundTimes times = times(broadcastSeconds, begin, secondsSince(clock), results);
      clock = System.nanoTime();
      ModelState mean = average.get();
      return new Round(mean, results, times.plusAverage(secondsSince(clock)));
    }
  }

  /** One task a worker; the results in worker order. */
  @SuppressWarnings("unchecked")
  private <R> List<R> run(JavaRDD<Workplace> workplaces, WorkerTask<R> task, ClassTag<R> type) {
    return List.of((R[]) spark.sc().runJob(workplaces.rdd(), task, type));
  }

  /** Splits the job's time along the way of the worker that took longest itself. */
  private static RoundTimes times(
      double broadcastSeconds, double begin, double jobSeconds, List<RoundResult> results) {
    RoundResult slowest =
        results.stream().max(Comparator.comparingDouble(RoundResult::seconds)).orElseThrow();
    double others = Math.max(0, jobSeconds - slowest.seconds());
    double scheduling = Math.min(Math.max(0, slowest.begin() - begin), others);
    return new RoundTimes(
        broadcastSeconds,
        scheduling,
        slowest.loadSeconds(),
        slowest.computeSeconds(),
        others - scheduling,
        0);
  }

  /** Samples/s of the first worker computing alone, what it computes being thrown away. */
  double measureAlone(ModelState state, int steps) {
    describe("measuring one worker alone");
    try (StateExchange states = StateExchange.of(spark, state, 1)) {
      RoundTask task = new RoundTask(setup, states, state.epoch(), 0, steps);
      RoundResult[] results =
          (RoundResult[])
              spark
                  .sc()
                  .runJob(
                      places.rdd(),
                      task,
                      JavaConverters.asScalaBuffer(List.<Object>of(0)).toSeq(),
                      RESULT);
      return results[0].examples() / results[0].computeSeconds();
    }
  }

  /** The network's loss and accuracy on the validation data. */
  Validation validate(ModelState state) {
    describe("validation after epoch " + state.epoch());
    Broadcast<ModelState> shared = spark.broadcast(state.withoutOptimizerState());
    try {
      ValidationTask task = new ValidationTask(setup, shared);
      return ValidationSums.total(run(validationPlaces, task, SUMS));
    } finally {
      if (!spark.sc().isStopped()) {
        shared.destroy();
      }
    }
  }

  private void describe(String job) {
    spark.setLocalProperty(JOB_DESCRIPTION, job);
  }

  private static double secondsSince(long nanos) {
    return (System.nanoTime() - nanos) / 1e9;
  }

  @Override
  public void close() {
    describe(callersDescription);
    if (!spark.sc().isStopped()) {
      try {
        pools.unpersist(true);
        setup.destroy();
      } catch (Exception e) { // Spark throws checked exceptions undeclared.
        LOG.warn("Replicas stay on the executors until these end", e);
      }
    }
  }
}
