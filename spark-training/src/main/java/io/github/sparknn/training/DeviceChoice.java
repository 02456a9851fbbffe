package io.github.sparknn.training;

import io.github.sparknn.training.device.Device;
import io.github.sparknn.training.device.Gpus;
import io.github.sparknn.training.device.TaskDevice;
import io.github.sparknn.training.engine.Engines;
import io.github.sparknn.training.engine.TrainingEngine;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.resource.ResourceProfile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * On what a training computes, and with which engine.
 *
 * @param device never {@link Device#AUTO}
 * @param reason why, in words
 */
record DeviceChoice(TrainingEngine engine, Device device, String reason) {
  private static final Logger LOG = LoggerFactory.getLogger(DeviceChoice.class);

  /**
   * Decides. Where Spark assigns GPUs to the training's tasks, a Spark job first asks whether the
   * engine can use them.
   *
   * @param places a partition for each worker, such as the shards, whose tasks have what the
   *     training's have
   * @throws IllegalArgumentException if the plan's device is GPUs and there are none, or they
   *     cannot be used; says why and what to do
   */
  static DeviceChoice of(TrainingPlan plan, JavaRDD<?> places) {
    Device asked = Device.of(plan.device());
    SparkContext spark = places.context();
    ResourceProfile profile = places.getResourceProfile();
    if (asked == Device.CPU) {
      return onCpus(plan, "as set");
    }
    if (asked == Device.GPU) {
      Engines.requireOnGpus(plan.engine(), plan.network());
      Gpus.require(spark, profile);
    } else if (Gpus.perTask(spark, profile) == 0) {
      return onCpus(plan, "Spark assigns no GPUs to tasks");
    }
    List<String> reasons = new ArrayList<>();
    for (TrainingEngine engine : Engines.onGpus(plan.engine(), plan.network())) {
      List<String> problems = problems(engine.name(), places);
      if (problems.isEmpty()) {
        return new DeviceChoice(engine, Device.GPU, asked == Device.GPU ? "as set" : "assigned");
      }
      reasons.add("engine " + engine.name() + " on " + problems.get(0));
    }
    if (asked == Device.GPU) {
      throw new IllegalArgumentException(
          "Cannot train on device gpu: " + String.join("; ", reasons));
    }
    String reason =
        reasons.isEmpty()
            ? "engine " + plan.engine() + " computes on CPUs only"
            : String.join("; ", reasons);
    LOG.warn("Training leaves the GPUs that Spark assigns to its tasks idle: {}", reason);
    return onCpus(plan, reason);
  }

  private static DeviceChoice onCpus(TrainingPlan plan, String reason) {
    return new DeviceChoice(Engines.select(plan.engine(), plan.network()), Device.CPU, reason);
  }

  /** What keeps an engine from GPUs, with the place; a task for each worker looks. */
  private static List<String> problems(String engine, JavaRDD<?> places) {
    return places.mapPartitions(ignored -> problem(engine).iterator(), true).collect().stream()
        .distinct()
        .sorted()
        .toList();
  }

  private static List<String> problem(String engine) {
    return TaskDevice.gpu(TaskContext.get(), Engines.installed(engine).gpus().orElseThrow())
        .unavailable()
        .map(List::of)
        .orElse(List.of());
  }

  /** For the report: what was asked for, what became of it, and why. */
  String describe(String asked) {
    String label = device.label();
    return asked.equals(label) ? label : "%s: %s, %s".formatted(asked, label, reason);
  }
}
