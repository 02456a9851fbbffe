package io.github.sparknn.training.device;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.resource.ResourceInformation;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.resource.TaskResourceRequest;

/**
 * The GPUs that Spark assigns to tasks: Spark's resource {@code gpu}. A resource profile of null
 * stands for what the application's settings say.
 */
public final class Gpus {
  private static final String NAME = "gpu";
  private static final String TASK_AMOUNT = "spark.task.resource.gpu.amount";
  private static final String EXECUTOR_AMOUNT = "spark.executor.resource.gpu.amount";
  private static final String DISCOVERY = "spark.executor.resource.gpu.discoveryScript";
  private static final String DYNAMIC = "spark.dynamicAllocation.enabled";
  private static final String MAX_EXECUTORS = "spark.dynamicAllocation.maxExecutors";

  private Gpus() {}

  /** The addresses that Spark assigned to a task; none for a task without GPUs. */
  public static List<String> of(TaskContext task) {
    ResourceInformation assigned = task.resourcesJMap().get(NAME);
    return assigned == null ? List.of() : List.of(assigned.addresses());
  }

  /** GPUs of each task, a fraction where tasks share one; 0 for none. */
  public static double perTask(SparkContext spark, ResourceProfile profile) {
    if (profile != null) {
      TaskResourceRequest request = profile.taskResourcesJMap().get(NAME);
      return request == null ? 0 : request.amount();
    }
    // A local master has no GPUs to assign, whatever the settings say.
    return spark.isLocal() ? 0 : spark.getConf().getDouble(TASK_AMOUNT, 0);
  }

  /**
   * Makes sure that tasks have GPUs.
   *
   * @throws IllegalArgumentException if they have none; names the settings that give them some
   */
  public static void require(SparkContext spark, ResourceProfile profile) {
    if (perTask(spark, profile) > 0) {
      return;
    }
    String remedy;
    if (profile != null) {
      remedy = "its resource profile %s must request the resource gpu for tasks".formatted(profile);
    } else if (spark.isLocal()) {
      remedy =
          "master %s has none to assign; start on a cluster, which may be local-cluster[1,4,8192]"
              + " on this host, with %s";
      remedy = remedy.formatted(spark.master(), settings(spark.getConf(), "local-cluster"));
    } else {
      remedy = "start the application with " + settings(spark.getConf(), spark.master());
    }
    throw new IllegalArgumentException(
        "Cannot train on device gpu: Spark assigns no GPUs to tasks (%s)".formatted(remedy));
  }

  /** The settings that lack, with values for one GPU a task. */
  private static String settings(SparkConf conf, String master) {
    List<String> settings = new ArrayList<>();
    settings.add("--conf " + TASK_AMOUNT + "=1");
    if (!conf.contains(EXECUTOR_AMOUNT)) {
      settings.add("--conf " + EXECUTOR_AMOUNT + "=1");
      boolean byWorkers = master.startsWith("spark://") || master.startsWith("local-cluster");
      if (byWorkers) {
        settings.add(
            "and the cluster's workers with spark.worker.resource.gpu.amount and"
                + " spark.worker.resource.gpu.discoveryScript=/path/to/bin/gpu-addresses");
      } else {
        settings.add("--conf " + DISCOVERY + "=/path/to/bin/gpu-addresses");
      }
    }
    return String.join(" ", settings);
  }

  /**
   * How many tasks of that profile run at once on the executors there are; where none is there yet,
   * on as many as dynamic allocation may start, or when the first one is there.
   *
   * @throws IllegalArgumentException if none is there, and dynamic allocation may start any number
   */
  public static int taskSlots(SparkContext spark, ResourceProfile profile) {
    if (profile == null && perTask(spark, null) == 0) {
      int cpusPerTask = spark.conf().getInt("spark.task.cpus", 1);
      return Math.max(1, spark.defaultParallelism() / cpusPerTask);
    }
    ResourceProfile own = spark.resourceProfileManager().defaultResourceProfile();
    ResourceProfile asked = profile == null ? own : profile;
    spark.resourceProfileManager().addResourceProfile(asked);
    int now = spark.maxNumConcurrentTasks(asked);
    if (now > 0) {
      return now;
    } else if (spark.getConf().getBoolean(DYNAMIC, false)) {
      return atMost(spark.getConf(), asked);
    }
    awaitExecutor(spark, profile);
    return Math.max(1, spark.maxNumConcurrentTasks(asked));
  }

  /** Runs a task, which waits for the first executor that may run one. */
  private static void awaitExecutor(SparkContext spark, ResourceProfile profile) {
    JavaRDD<Integer> one = JavaSparkContext.fromSparkContext(spark).parallelize(List.of(0), 1);
    (profile == null ? one : one.withResources(profile)).count();
  }

  private static int atMost(SparkConf conf, ResourceProfile profile) {
    if (!conf.contains(MAX_EXECUTORS)) {
      throw new IllegalArgumentException(
          "Cannot choose the number of workers: there is no executor with GPUs yet (set workers, or "
              + MAX_EXECUTORS
              + ")");
    }
    return conf.getInt(MAX_EXECUTORS, 1) * profile.maxTasksPerExecutor(conf);
  }
}
