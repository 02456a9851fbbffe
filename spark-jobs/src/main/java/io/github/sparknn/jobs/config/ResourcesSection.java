package io.github.sparknn.jobs.config;

import org.apache.spark.resource.ExecutorResourceRequests;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.resource.ResourceProfileBuilder;
import org.apache.spark.resource.TaskResourceRequests;

/**
 * What the training of networks needs, where the application's other stages do without (Spark's
 * stage-level scheduling).
 *
 * @param executor of the executors that Spark starts for the training, by dynamic allocation; null
 *     (the default) for those that the application has anyway
 * @param task of a worker's task; null for what the application's settings say
 */
public record ResourcesSection(Executor executor, Task task) {
  private static final String GPU = "gpu";
  private static final double LARGEST_FRACTION = 0.5;

  /** Checks that there is one of them. */
  public ResourcesSection {
    if (executor == null && task == null) {
      throw new IllegalArgumentException("missing key 'executor' or 'task'");
    }
  }

  /**
   * An executor's share of a host; what is null is as the application's settings say.
   *
   * @param cores task slots times cpus of a task, 1 or more
   * @param memory heap, such as {@code 8g}
   * @param memoryOverhead memory beside the heap, where shards and networks of engine {@code dl4j}
   *     lie, such as {@code 4g}
   * @param gpus a whole number, 1 or more
   * @param discoveryScript a file on the executors' hosts that tells addresses of GPUs
   */
  public record Executor(
      Integer cores, String memory, String memoryOverhead, Integer gpus, String discoveryScript) {

    /** Checks the amounts. */
    public Executor {
      requirePositive("cores", cores);
      requireSize("memory", memory);
      requireSize("memoryOverhead", memoryOverhead);
      requirePositive("gpus", gpus);
      if (discoveryScript != null && gpus == null) {
        throw new IllegalArgumentException("missing key 'gpus' beside discoveryScript");
      }
    }

    private ExecutorResourceRequests requests() {
      ExecutorResourceRequests requests = new ExecutorResourceRequests();
      if (cores != null) {
        requests.cores(cores);
      }
      if (memory != null) {
        requests.memory(memory);
      }
      if (memoryOverhead != null) {
        requests.memoryOverhead(memoryOverhead);
      }
      if (gpus != null) {
        requests.resource(GPU, gpus, discoveryScript == null ? "" : discoveryScript, "");
      }
      return requests;
    }
  }

  /**
   * What a task takes of its executor.
   *
   * @param cpus 1 or more; null for {@code spark.task.cpus}
   * @param gpus a whole number, or at most 0.5 for tasks that share a GPU; null for none
   */
  public record Task(Integer cpus, Double gpus) {

    /** Checks the amounts. */
    public Task {
      requirePositive("cpus", cpus);
      if (gpus != null && !(gpus > 0 && (gpus <= LARGEST_FRACTION || gpus == Math.rint(gpus)))) {
        throw new IllegalArgumentException(
            "Invalid gpus: " + gpus + " (must be a whole number, or a fraction of at most 0.5)");
      }
    }

    private TaskResourceRequests requests() {
      TaskResourceRequests requests = new TaskResourceRequests();
      if (cpus != null) {
        requests.cpus(cpus);
      }
      if (gpus != null) {
        requests.resource(GPU, gpus);
      }
      return requests;
    }
  }

  /** As Spark takes it; a new one each time. */
  public ResourceProfile profile() {
    ResourceProfileBuilder builder = new ResourceProfileBuilder();
    if (executor != null) {
      builder.require(executor.requests());
    }
    if (task != null) {
      builder.require(task.requests());
    }
    return builder.build();
  }

  private static void requirePositive(String key, Integer value) {
    if (value != null && value < 1) {
      throw new IllegalArgumentException("Invalid " + key + ": " + value + " (must be > 0)");
    }
  }

  private static void requireSize(String key, String value) {
    if (value != null && !value.matches("[1-9]\\d*[mgtMGT]")) {
      throw new IllegalArgumentException(
          "Invalid " + key + ": \"" + value + "\" (must be a size such as 512m or 8g)");
    }
  }
}
