package io.github.sparknn.training.device;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparknn.datasets.ShardedDataset;
import io.github.sparknn.datasets.TensorSpec;
import io.github.sparknn.training.ParameterAveraging;
import io.github.sparknn.training.TrainingListener;
import io.github.sparknn.training.TrainingPlan;
import io.github.sparknn.training.faults.ForkedJvm;
import io.github.sparknn.training.network.NetworkSpec;
import io.github.sparknn.training.network.Networks;
import io.github.sparknn.training.report.TrainingReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.resource.ExecutorResourceRequests;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.resource.ResourceProfileBuilder;
import org.apache.spark.resource.TaskResourceRequests;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * Trains in sessions of its own, one after the other, on local clusters whose executors have GPUs
 * by a discovery script that makes them up. Argument: the folder.
 */
final class GpuTrainings {
  private static final String EXECUTOR_GPUS = "spark.executor.resource.gpu.amount";
  private static final int ROWS = 256;
  private static final int BATCH = 8;

  private final Path folder;
  private final SparkSession spark;

  private GpuTrainings(Path folder, SparkSession spark) {
    this.folder = folder;
    this.spark = spark;
  }

  /** What is trained in a session. */
  private interface Trainings {
    void in(GpuTrainings session) throws IOException;
  }

  /** Runs the trainings and writes what came of each into a file of its name. */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    // Executors have GPUs, and tasks only by the training's profile.
    // The first job waits until all cores are there, as slots are counted then.
    Map<String, String> profiles =
        Map.of(
            "spark.master",
            "local-cluster[2,2,1024]",
            EXECUTOR_GPUS,
            "2",
            "spark.cores.max",
            "4",
            "spark.scheduler.minRegisteredResourcesRatio",
            "1");
    run(folder, profiles, GpuTrainings::byProfiles);

    Map<String, String> fraction =
        Map.of(
            "spark.master",
            "local-cluster[1,4,1024]",
            EXECUTOR_GPUS,
            "2",
            "spark.task.resource.gpu.amount",
            "0.5");
    run(folder, fraction, session -> session.train("half", GpuEngine.NAME, "gpu", null));

    Map<String, String> dynamic =
        Map.of(
            "spark.master",
            "local-cluster[2,2,1024]",
            "spark.executor.cores",
            "1",
            "spark.dynamicAllocation.enabled",
            "true",
            "spark.dynamicAllocation.shuffleTracking.enabled",
            "true",
            "spark.dynamicAllocation.maxExecutors",
            "2");
    run(
        folder,
        dynamic,
        session -> session.train("dynamic", GpuEngine.NAME, "gpu", executorProfile()));
  }

  private static void run(Path folder, Map<String, String> settings, Trainings trainings)
      throws IOException {
    SparkSession spark = session(folder, settings);
    try {
      trainings.in(new GpuTrainings(folder, spark));
    } finally {
      spark.stop();
    }
  }

  private static SparkSession session(Path folder, Map<String, String> settings)
      throws IOException {
    SparkSession.Builder builder = SparkSession.builder();
    settings.forEach(builder::config);
    return builder
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.local.dir", folder.resolve("local").toString())
        .config("spark.executor.memory", "512m")
        .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
        .config("spark.executor.extraJavaOptions", String.join(" ", ForkedJvm.SHORT_LIVED))
        .config("spark.worker.resource.gpu.amount", "2")
        .config("spark.worker.resource.gpu.discoveryScript", discoveryScript(folder).toString())
        .config(GpuEngine.FOLDER, Files.createDirectories(folder.resolve("steps")).toString())
        .getOrCreate();
  }

  private static Path discoveryScript(Path folder) throws IOException {
    Path script = folder.resolve("gpus");
    Files.writeString(script, "#!/bin/sh\necho '{\"name\":\"gpu\",\"addresses\":[\"0\",\"1\"]}'\n");
    script.toFile().setExecutable(true);
    return script;
  }

  private void byProfiles() throws IOException {
    spark.range(1).count();
    train("one", GpuEngine.NAME, "gpu", taskProfile(1));
    train("two", GpuEngine.NAME, "gpu", taskProfile(2));
    train("cpuBackend", "dl4j", "gpu", taskProfile(1));
    train("autoWithCpuBackend", "dl4j", "auto", taskProfile(1));
    train("auto", "auto", "auto", taskProfile(1));
    train("cpu", GpuEngine.NAME, "cpu", taskProfile(1));
    train("none", GpuEngine.NAME, "gpu", null);
    train("autoWithoutGpus", "dl4j", "auto", null);
  }

  private static ResourceProfile taskProfile(double gpus) {
    return new ResourceProfileBuilder()
        .require(new TaskResourceRequests().cpus(1).resource("gpu", gpus))
        .build();
  }

  private static ResourceProfile executorProfile() {
    return new ResourceProfileBuilder()
        .require(new ExecutorResourceRequests().cores(1).memory("512m").resource("gpu", 1, "", ""))
        .require(new TaskResourceRequests().cpus(1).resource("gpu", 1))
        .build();
  }

  private void train(String name, String engine, String device, ResourceProfile profile)
      throws IOException {
    Dataset<Row> table =
        spark.range(0, ROWS, 1, 2).selectExpr("rand(1) AS x", "CAST(id % 2 AS INT) AS label");
    ObjectNode outcome = new ObjectMapper().createObjectNode();
    outcome.put("slots", Gpus.taskSlots(spark.sparkContext(), profile));
    try (ShardedDataset data =
        ShardedDataset.builder(table)
            .features(TensorSpec.of(table, List.of("x"), null))
            .classLabels("label", 2)
            .resources(profile)
            .workers(outcome.get("slots").intValue())
            .build()) {
      NetworkSpec network =
          NetworkSpec.of(Networks.classifier(1, new int[0], "relu", 0, 2, new Sgd(0.1), 1));
      TrainingPlan plan =
          TrainingPlan.of(network)
              .withEngine(engine)
              .withDevice(device)
              .withEpochs(3)
              .withBatchSize(BATCH)
              .withAveragingFrequency(2);
      TrainingReport report = ParameterAveraging.train(plan, data, TrainingListener.NONE).report();
      outcome.put("engine", report.engine());
      outcome.put("device", report.configuration().get("device"));
      report.devices().forEach(outcome.putArray("devices")::add);
    } catch (IllegalArgumentException e) {
      outcome.put("error", e.getMessage());
    } catch (Exception e) { // Of Spark, with the task's own as its text.
      outcome.put("error", e.toString());
    }
    moveSteps(name);
    Files.writeString(folder.resolve(name + ".json"), outcome.toString());
  }

  private void moveSteps(String name) throws IOException {
    Path steps = folder.resolve("steps");
    Files.move(steps, folder.resolve("steps-" + name));
    Files.createDirectories(steps);
  }
}
