package io.github.sparknn.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DryRunTest {
  @TempDir private Path folder;
  private JobFixture jobs;

  @BeforeEach
  void writeTable() {
    jobs = new JobFixture(folder);
  }

  private String dry(String stages) throws IOException {
    Path job = jobs.job(stages);
    assertThat(jobs.run("train", job, "--dry-run")).as(jobs.err.toString()).isZero();
    return jobs.out.toString();
  }

  @Test
  void tellsWhatATrainingWouldFindAndNeed() throws IOException {
    String told =
        dry(
            """
            NeuralNetworkClassifier: {featuresCols: [x, y], hiddenLayers: [4], batchSize: 16, workers: 3}
            """);

    assertThat(told)
        .startsWith(
            """
            NeuralNetworkClassifier on
              id: bigint
              x: double
              y: double
              label: int

            layer                 type                            output      parameters     FLOP a sample
            layer0                DenseLayer                           4              12                16
            layer1                OutputLayer                          2              10                16
            all                                                                       22                32
            """)
        .contains("input                 float[batch, 2]")
        .contains("labels                float[batch, 2]")
        .contains("engine                auto: blas (all support the network)")
        .contains("device                auto: cpu, Spark assigns no GPUs to tasks")
        .contains("task slots            2, without GPUs")
        .contains("workers               3 on 1 executor")
        .containsPattern("executor off-heap     needs \\d+ B of [\\d.]+ GiB")
        .containsPattern("executor heap         needs [\\d.]+ KiB of [\\d.]+ GiB")
        .containsPattern("driver heap           needs [\\d.]+ KiB of [\\d.]+ GiB")
        .contains("verdict               it fits");
    assertThat(told.replaceAll("\\s+", " "))
        .contains("start by spark-submit --master local[2] --class io.github.sparknn.jobs.Main")
        .contains("sparknn-all.jar train --config " + folder.resolve("job.yaml"));
    // A row: two features and the class index, four bytes each.
    long rows = number(told, "rows to train on");
    assertThat(rows).isBetween(680L, 760L);
    assertThat(told)
        .contains(
            "3 of at most %d rows, %.1f KiB each"
                .formatted((rows + 2) / 3, (rows + 2) / 3 * 12 / 1024.0));
    assertThat(folder.resolve("model")).doesNotExist();
    assertThat(jobs.err.toString()).isEmpty();
  }

  @Test
  void fitsTheStagesBeforeTheNetwork() throws IOException {
    String told =
        dry(
            """
            TablePreprocessor: {numericCols: [x, y], categoricalCols: [parity]}
            NeuralNetworkRegressor: {labelCol: id, hiddenLayers: [4], engine: dl4j, weightCol: x}
            """
                .replace("parity", "label"));

    assertThat(told)
        .contains("  features: array<float>")
        .contains("engine                dl4j\n")
        .containsPattern("input {17}float\\[batch, [45]]")
        .containsPattern("executor off-heap     needs [\\d.]+ KiB of");
  }

  @Test
  void failsWhereTheNetworkWouldNotFit() throws IOException {
    Path job =
        jobs.job(
            """
            NeuralNetworkClassifier: {featuresCols: [x, y], hiddenLayers: [20000, 20000], workers: 2}
            """);

    assertThat(jobs.run("train", job, "--dry-run")).isEqualTo(1);

    assertThat(jobs.err.toString()).startsWith("sparknn: Cannot train: an executor needs ");
    String told = jobs.out.toString().replaceAll("\\s+", " ");
    assertThat(told)
        .contains("400,020,000")
        .containsPattern("executor heap needs [\\d.]+ GiB of [\\d.]+ GiB: raise --driver-memory")
        .containsPattern(
            "start by spark-submit --master local\\[2] --driver-memory [\\d]+m"
                + " --conf spark.driver.maxResultSize=[\\d]+m --class")
        .containsPattern(
            "verdict Cannot train: an executor needs [\\d.]+ GiB of heap .*; Cannot train: the driver needs");
    // Executors and driver share a JVM, and the driver needs less.
    assertThat(found(told, "--driver-memory ([\\d]+)m") / 1024)
        .isGreaterThan(found(told, "executor heap needs ([\\d.]+) GiB"));
    assertThat(folder.resolve("model")).doesNotExist();
  }

  private static double found(String told, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(told);
    assertThat(matcher.find()).as(told).isTrue();
    return Double.parseDouble(matcher.group(1));
  }

  @Test
  void hidesSecretsInTheSubmitLine() throws IOException {
    Path job = jobs.job(JobFixture.NETWORK);
    String[] settings = {
      "data.options.password=hunter2", "data.options={dbPassword: hunter2}", "app=tokens"
    };

    String[] options = {
      "--dry-run", "--set", settings[0], "--set", settings[1], "--set", settings[2]
    };
    assertThat(jobs.run("train", job, options)).as(jobs.err.toString()).isZero();

    assertThat(jobs.out.toString().replaceAll("\\s+", " "))
        .contains(" --set data.options.password=*** --set data.options=*** --set app=tokens ***")
        .contains(" *** what spark.redaction.regex hides: put it in verdict it fits")
        .doesNotContain("hunter2");
  }

  @Test
  void failsWithoutTheGpusThatAreAskedFor() throws IOException {
    Path job =
        jobs.job("NeuralNetworkClassifier: {featuresCols: [x, y], engine: dl4j, device: gpu}\n");

    assertThat(jobs.run("train", job, "--dry-run")).isEqualTo(1);

    assertThat(jobs.err.toString())
        .startsWith("sparknn: Cannot train on device gpu: Spark assigns no GPUs to tasks");
    assertThat(jobs.out.toString()).contains("verdict               Cannot train on device gpu: ");
  }

  @Test
  void needsAStageThatTrainsANetwork() throws IOException {
    assertThat(jobs.run("train", jobs.job(JobFixture.STAGES), "--dry-run")).isEqualTo(1);
    assertThat(jobs.err.toString())
        .isEqualTo(
            "sparknn: Cannot run dry: no stage trains a network (a dry run tells what that would"
                + " need)\n");
  }

  private static long number(String results, String name) {
    String line = results.lines().filter(l -> l.startsWith(name)).findFirst().orElseThrow();
    return Long.parseLong(line.substring(name.length()).strip().replace(",", ""));
  }
}
