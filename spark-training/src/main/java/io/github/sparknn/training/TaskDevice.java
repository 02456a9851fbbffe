package io.github.sparknn.training;

import io.github.sparknn.training.device.Device;
import io.github.sparknn.training.device.DeviceBinding;
import io.github.sparknn.training.device.Gpus;
import io.github.sparknn.training.engine.TrainingEngine;
import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;

/**
 * What a task computes on.
 *
 * @param name for people: {@code cpu}, or a GPU with its executor and host
 * @param address of the GPU on its host; null on CPUs
 * @param binding of the engine to GPUs; null on CPUs
 */
record TaskDevice(String name, String address, DeviceBinding binding) {
  static final TaskDevice CPU = new TaskDevice(Device.CPU.label(), null, null);

  /**
   * The GPU of the calling task; of several the first, as a replica computes on one.
   *
   * @throws IllegalStateException if the task has none
   */
  static TaskDevice gpu(TaskContext task, TrainingEngine engine) {
    List<String> addresses = Gpus.of(task);
    if (addresses.isEmpty()) {
      throw new IllegalStateException(
          "Cannot train on device gpu: Spark assigned none to a task on " + place());
    }
    String address = addresses.get(0);
    String idle =
        addresses.size() > 1
            ? " (idle: " + String.join(", ", addresses.subList(1, addresses.size())) + ")"
            : "";
    return new TaskDevice(
        "gpu %s of %s%s".formatted(address, place(), idle), address, engine.gpus().orElseThrow());
  }

  /** Why the engine cannot compute on this device, with the place; empty if it can. */
  Optional<String> unavailable() {
    return binding == null
        ? Optional.empty()
        : binding.unavailable(address).map(reason -> place() + ": " + reason);
  }

  /**
   * Makes sure that an engine that is to compute on the CPU does.
   *
   * @throws IllegalStateException if in this process it computes on GPUs, which Spark did not
   *     assign to anybody here
   */
  static void requireCpu(TrainingEngine engine) {
    if (engine.gpus().isPresent() && engine.gpus().get().isActive()) {
      throw new IllegalStateException(
          "Cannot train on device cpu: engine %s computes on GPUs on %s (set device to gpu, or take"
                  .formatted(engine.name(), place())
              + " its GPU libraries off the class path)");
    }
  }

  /** The calling task's executor and host. */
  static String place() {
    SparkEnv env = SparkEnv.get();
    return "executor %s, %s"
        .formatted(env.executorId(), env.blockManager().blockManagerId().host());
  }

  /** Lets the calling thread compute on this device from now on. */
  void bind() {
    if (binding != null) {
      binding.bind(address);
    }
  }
}
