package io.github.sparknn.training.device;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;

/**
 * What a task computes on.
 *
 * @param name for people: {@code cpu}, or a GPU with its executor and host
 * @param address of the GPU on its host; null on CPUs
 * @param binding of the engine to GPUs; null on CPUs
 */
public record TaskDevice(String name, String address, DeviceBinding binding) {
  public static final TaskDevice CPU = new TaskDevice(Device.CPU.label(), null, null);

  /**
   * The GPU of a task that trains; of several the first, as a replica computes on one.
   *
   * @throws IllegalStateException if the task has none
   */
  public static TaskDevice gpu(TaskContext task, DeviceBinding binding) {
    List<String> addresses = Gpus.of(task);
    if (addresses.isEmpty()) {
      throw new IllegalStateException(
          "Cannot train on device gpu: Spark assigned none to a task on " + place());
    }
    return gpu(addresses, binding);
  }

  private static TaskDevice gpu(List<String> addresses, DeviceBinding binding) {
    String address = addresses.get(0);
    String idle =
        addresses.size() > 1
            ? " (idle: " + String.join(", ", addresses.subList(1, addresses.size())) + ")"
            : "";
    return new TaskDevice("gpu %s of %s%s".formatted(address, place(), idle), address, binding);
  }

  /**
   * What a task that scores computes on: the first of its GPUs where it has one and the engine
   * computes on GPUs in this process; else {@link #CPU}, which leaves the choice to the engine.
   *
   * @param task null outside of tasks
   * @param binding of the engine, empty for one without GPUs; asked where the task has a GPU
   */
  public static TaskDevice forScoring(TaskContext task, Supplier<Optional<DeviceBinding>> binding) {
    List<String> addresses = task == null ? List.of() : Gpus.of(task);
    if (addresses.isEmpty()) {
      return CPU;
    }
    return binding
        .get()
        .filter(DeviceBinding::isActive)
        .map(active -> gpu(addresses, active))
        .orElse(CPU);
  }

  /** Why the engine cannot compute on this device, with the place; empty if it can. */
  public Optional<String> unavailable() {
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
  public static void requireCpu(String engine, Optional<DeviceBinding> binding) {
    if (binding.isPresent() && binding.get().isActive()) {
      throw new IllegalStateException(
          "Cannot train on device cpu: engine %s computes on GPUs on %s (set device to gpu, or take"
                  .formatted(engine, place())
              + " its GPU libraries off the class path)");
    }
  }

  /** The calling task's executor and host. */
  private static String place() {
    SparkEnv env = SparkEnv.get();
    return "executor %s, %s"
        .formatted(env.executorId(), env.blockManager().blockManagerId().host());
  }

  /** Lets the calling thread compute on this device from now on. */
  public void bind() {
    if (binding != null) {
      binding.bind(address);
    }
  }
}
