package io.github.sparknn.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparknn.estimators.NetworkModel;
import io.github.sparknn.jobs.Main;
import io.github.sparknn.testing.SharedSpark;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.launcher.JavaModuleOptions;
import org.apache.spark.launcher.SparkLauncher;
import org.apache.spark.ml.PipelineModel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The application as users submit it to a cluster: whatever happens there, the model's bits are
 * local mode's.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StandaloneClusterIT {
  private static final int EPOCHS = 6;

  /** Of a training that is to be caught at work. */
  private static final int MANY_EPOCHS = 30;

  private static final List<String> CLIENT =
      List.of(
          "--executor-memory",
          "768m",
          "--conf",
          "spark.executor.cores=1",
          "--total-executor-cores",
          "2");

  @TempDir static Path folder;
  private static StandaloneCluster cluster;
  private static float[] local;
  private static float[] localOfMany;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    SharedSpark.session()
        .range(0, 2000, 1, 4)
        .selectExpr("id", "rand(1) AS x", "rand(2) AS y")
        .selectExpr("*", "CAST(x + y > 1 AS INT) AS label")
        .write()
        .parquet(folder.resolve("table").toString());
    local = train(job("local", EPOCHS, ""), "local");
    localOfMany = train(job("localOfMany", MANY_EPOCHS, ""), "localOfMany");
    cluster = StandaloneCluster.start(folder, 2, 2, "3g");
  }

  /** Trains in this JVM, in local mode. */
  private static float[] train(Path job, String name) {
    StringWriter err = new StringWriter();
    PrintWriter out = new PrintWriter(new StringWriter());
    int code = Main.run(out, new PrintWriter(err), "train", "--config", job.toString());
    assertThat(code).as(err.toString()).isZero();
    return parameters(name);
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  /** A job file whose model, checkpoints and scores have that name. */
  private static Path job(String name, int epochs, String params) throws IOException {
    return job(name, epochs, params, "");
  }

  private static Path job(String name, int epochs, String params, String resources)
      throws IOException {
    return Files.writeString(
        folder.resolve(name + ".yaml"),
        """
        data: {path: %1$s/table}
        model: {path: %1$s/models/%2$s}
        train:
          holdout: {fraction: 0.2}
          stages:
            - NeuralNetworkClassifier: {featuresCols: [x, y], hiddenLayers: [8], epochs: %3$d, \
        batchSize: 32, averagingFrequency: 5, workers: 2, seed: 1%4$s}
          %5$s
        score:
          columns: [id, prediction]
          output: {path: %1$s/scores/%2$s}
        """
            .formatted(folder, name, epochs, params, resources));
  }

  private static float[] parameters(String name) {
    PipelineModel model = PipelineModel.load(folder.resolve("models/" + name).toString());
    return ((NetworkModel<?>) model.stages()[0]).network().params().toFloatVector();
  }

  private static Submission submit(List<String> options, String command, Path job)
      throws IOException {
    return submit(options, SparkHome.ALL_IN_JAR.toString(), command, job);
  }

  private static Submission submit(
      List<String> options, String application, String command, Path job) throws IOException {
    return Submission.start(
        folder, cluster.address(), options, application, command, "--config", job.toString());
  }

  private static String run(List<String> options, String command, Path job)
      throws IOException, InterruptedException {
    try (Submission submission = submit(options, command, job)) {
      return submission.await();
    }
  }

  /**
   * One option instead of a jar file: Ivy fetches the one jar, and its class is the application.
   */
  private static String trainWithPackages(List<String> options, Path job)
      throws IOException, InterruptedException {
    Path ivy = folder.resolve("ivy");
    List<String> all = new ArrayList<>(options);
    all.addAll(PublishedJar.options(folder.resolve("repository"), ivy));
    try (Submission submission = submit(all, SparkLauncher.NO_RESOURCE, "train", job)) {
      String trained = submission.await();
      assertThat(submission.errors()).contains("found io.github.sparknn#sparknn-all;");
      // No other jar, which could hold what Spark has: see AllInJarIT.
      assertThat(ivy.resolve("jars"))
          .isDirectoryContaining(jar -> jar.endsWith(PublishedJar.fetchedName()))
          .isDirectoryNotContaining(jar -> !jar.endsWith(PublishedJar.fetchedName()));
      return trained;
    }
  }

  /** Trains on an executor that has two GPUs in name, by an engine that a second jar brings. */
  @Test
  void trainsEvaluatesAndScoresFromAClient() throws IOException, InterruptedException {
    // Of the executors' GPUs the job file gives each worker one.
    Path job =
        job(
            "client",
            EPOCHS,
            ", device: gpu, engine: " + FakeGpuEngine.NAME,
            "resources: {task: {gpus: 1}}");
    List<String> gpus =
        List.of(
            "--jars",
            FakeGpuEngine.jar(folder).toString(),
            "--executor-memory",
            "768m",
            "--total-executor-cores",
            "2",
            "--conf",
            "spark.executor.cores=2",
            "--conf",
            "spark.executor.resource.gpu.amount=2");

    String trained = trainWithPackages(gpus, job);
    assertThat(trained)
        .contains("engine, workers", "fake-gpu, 2", "areaUnderROC")
        .contains("gpu 0 of executor 0, 127.0.0.1", "gpu 1 of executor 0, 127.0.0.1");
    assertThat(parameters("client")).isEqualTo(local);

    String measured = run(gpus, "evaluate", job);
    String auc = trained.lines().filter(line -> line.startsWith("areaUnderROC")).findAny().get();
    assertThat(measured).contains(auc);

    // Each task of the scoring has a GPU too, and the engine refuses to compute on any other.
    List<String> scoring = new ArrayList<>(gpus);
    scoring.addAll(List.of("--conf", "spark.task.resource.gpu.amount=1"));
    assertThat(run(scoring, "score", job)).contains("rows scored           2,000");
    assertThat(
            SharedSpark.session()
                .read()
                .parquet(folder.resolve("scores/client").toString())
                .count())
        .isEqualTo(2000);
  }

  @Test
  void goesOnFromACheckpointAfterTheDriversDeathAndTakesAnExecutorsDeath()
      throws IOException, InterruptedException {
    Path job =
        job("resumed", MANY_EPOCHS, ", checkpointDir: " + folder + "/checkpoints, resume: true");

    try (Submission first = submit(CLIENT, "train", job)) {
      first.awaitError("epoch 8/").kill();
    }
    assertThat(folder.resolve("models/resumed")).doesNotExist();
    Waiting.until(
        "the end of the killed driver's executors",
        Duration.ofMinutes(1),
        () -> cluster.executors().isEmpty());

    try (Submission second = submit(CLIENT, "train", job)) {
      second.awaitError("epoch 16/");
      ProcessHandle executor = cluster.executors().get(0);
      assertThat(executor.destroyForcibly()).isTrue();
      second.await();
      assertThat(second.errors()).doesNotContain("epoch 1/").contains("Lost executor");
    }
    assertThat(parameters("resumed")).isEqualTo(localOfMany);
  }

  @Test
  void trainsInsideTheClusterOnExecutorsThatComeAndGo() throws IOException, InterruptedException {
    List<String> options =
        List.of(
            "--deploy-mode",
            "cluster",
            // Spark 3 opens Java's modules for all but this kind of driver (SPARK-45197).
            "--driver-java-options",
            JavaModuleOptions.defaultModuleOptions(),
            "--driver-memory",
            "768m",
            "--executor-memory",
            "768m",
            "--conf",
            "spark.standalone.submit.waitAppCompletion=true",
            "--conf",
            "spark.executor.cores=1",
            "--conf",
            "spark.dynamicAllocation.enabled=true",
            "--conf",
            "spark.dynamicAllocation.shuffleTracking.enabled=true",
            "--conf",
            "spark.dynamicAllocation.maxExecutors=2");

    try (Submission submission = submit(options, "train", job("cluster", EPOCHS, ""))) {
      submission.await();
      // The exit code is 0 whatever becomes of the driver.
      assertThat(submission.errors()).as(cluster.driverErrors()).contains("is FINISHED");
    }
    assertThat(parameters("cluster")).isEqualTo(local);
  }
}
