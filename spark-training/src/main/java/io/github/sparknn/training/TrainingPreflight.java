package io.github.sparknn.training;

import io.github.sparknn.datasets.TensorSpec;
import io.github.sparknn.training.device.Device;
import io.github.sparknn.training.device.Gpus;
import io.github.sparknn.training.engine.Engines;
import io.github.sparknn.training.engine.TrainingEngine;
import io.github.sparknn.training.network.LayerSummary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.resource.ResourceProfile;

/**
 * What a training would find and need, made without training.
 *
 * @param master Spark's
 * @param engine what would compute, with the reason
 * @param device on what, with the reason
 * @param gpusPerTask that Spark assigns; 0 for none, a fraction where tasks share one
 * @param taskSlots tasks that run at once; GPU slots where tasks have GPUs
 * @param workers shards
 * @param executors that hold them; as many as workers where Spark may still add some
 * @param exampleShape of a row's features as the network takes them
 * @param labelSize floats of a row's labels in a mini-batch
 * @param layers of the network; empty where DL4J cannot tell their outputs
 * @param parameters of the network
 * @param rows to train on, at most: those that are skipped for null or NaN count here
 * @param shardRows rows of the largest shard
 * @param shardBytes off-heap bytes of the largest shard, some of them on disk past shardMemory
 * @param memory needed and granted
 * @param problems what keeps the training from running, each with what to do; empty when it can
 */
public record TrainingPreflight(
    String master,
    String engine,
    String device,
    double gpusPerTask,
    int taskSlots,
    int workers,
    int executors,
    List<Integer> exampleShape,
    int labelSize,
    List<LayerSummary> layers,
    long parameters,
    long rows,
    long shardRows,
    long shardBytes,
    List<MemoryNeed> memory,
    List<String> problems) {

  /**
   * The rows to train on.
   *
   * @param features what the features are read by
   * @param labelSize floats of a row's labels in a mini-batch
   * @param rowFloats floats of a row in a shard
   * @param rows how many, at least 1
   * @param isValidated whether other rows are there to validate epochs on
   */
  public record Rows(
      TensorSpec features, int labelSize, int rowFloats, long rows, boolean isValidated) {

    /**
     * Checks the number of rows.
     *
     * @throws IllegalArgumentException if there are none
     */
    public Rows {
      if (rows < 1) {
        throw new IllegalArgumentException("Cannot train: there are no rows to train on");
      }
    }
  }

  /**
   * Looks. Where Spark assigns GPUs to tasks, a Spark job asks whether they can be used.
   *
   * @param workers shards; 0 for one in each task slot
   * @param profile what executors and tasks must have; null for what the application's settings say
   * @throws IllegalArgumentException if the engine does not take the network, or features or labels
   *     do not fit it
   */
  public static TrainingPreflight of(
      TrainingPlan plan, Rows rows, int workers, ResourceProfile profile, SparkContext spark) {
    List<String> problems = new ArrayList<>();
    int slots = Gpus.taskSlots(spark, profile);
    int shards = workers > 0 ? workers : slots;
    DeviceChoice choice = choice(plan, shards, profile, spark, problems);
    long shardRows = (rows.rows() + shards - 1) / shards;
    int batch = (int) Math.max(1, Math.min(plan.batchSize(), shardRows));
    MemoryPreflight memory =
        new MemoryPreflight(
            plan,
            choice.engine(),
            rows.features(),
            rows.labelSize(),
            shards,
            batch,
            rows.isValidated());
    List<MemoryNeed> needs = memory.needs(spark);
    needs.stream().filter(need -> !need.fits()).map(MemoryNeed::problem).forEach(problems::add);
    int[] exampleShape = plan.network().exampleShape(rows.features());
    return new TrainingPreflight(
        spark.master(),
        engine(plan, choice.engine()),
        choice.describe(plan.device()),
        Gpus.perTask(spark, profile),
        slots,
        shards,
        memory.executors(spark),
        Arrays.stream(exampleShape).boxed().toList(),
        rows.labelSize(),
        plan.network().layers(exampleShape),
        plan.network().parameterCount(),
        rows.rows(),
        shardRows,
        shardRows * rows.rowFloats() * Float.BYTES,
        needs,
        problems);
  }

  private static DeviceChoice choice(
      TrainingPlan plan,
      int tasks,
      ResourceProfile profile,
      SparkContext spark,
      List<String> problems) {
    JavaRDD<Integer> probe =
        JavaSparkContext.fromSparkContext(spark).parallelize(Collections.nCopies(tasks, 0), tasks);
    try {
      return DeviceChoice.of(plan, profile == null ? probe : probe.withResources(profile));
    } catch (IllegalArgumentException e) {
      problems.add(e.getMessage());
      TrainingEngine engine = Engines.select(plan.engine(), plan.network());
      return new DeviceChoice(engine, Device.of(plan.device()), e.getMessage());
    }
  }

  private static String engine(TrainingPlan plan, TrainingEngine engine) {
    if (!plan.engine().equals(Engines.AUTO)) {
      return engine.name();
    }
    Map<String, String> declining = Engines.declining(plan.network());
    String reasons =
        declining.isEmpty()
            ? "all support the network"
            : declining.entrySet().stream()
                .map(declined -> "not " + declined.getKey() + ": " + declined.getValue())
                .collect(Collectors.joining("; "));
    return "auto: %s (%s)".formatted(engine.name(), reasons);
  }
}
