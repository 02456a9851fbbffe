package io.github.sparknn.training.device;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.sparknn.training.faults.ForkedJvm;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Executors with two GPUs each, made up by a discovery script. */
@Timeout(value = 4, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GpuAssignmentIT {
  @TempDir static Path folder;

  @BeforeAll
  static void train() throws Exception {
    new ForkedJvm(folder, GpuTrainings.class)
        .withEngine(GpuEngine.class)
        .run(0, Duration.ofMinutes(3), folder.toString());
  }

  private JsonNode outcome(String name) throws IOException {
    return new ObjectMapper().readTree(folder.resolve(name + ".json").toFile());
  }

  private List<Step> steps(String name) throws IOException {
    List<Step> steps = Step.read(folder.resolve("steps-" + name));
    assertThat(steps).as(outcome(name).toString()).isNotEmpty();
    assertThat(steps).allMatch(step -> step.home().equals(step.address()));
    return steps;
  }

  private static List<String> devices(JsonNode outcome) {
    List<String> devices = new ArrayList<>();
    outcome.get("devices").forEach(device -> devices.add(device.textValue()));
    return devices;
  }

  private static List<String> gpus(List<Step> steps) {
    return steps.stream()
        .map(step -> "gpu %s of executor %s".formatted(step.address(), step.executor()))
        .distinct()
        .sorted()
        .toList();
  }

  @Test
  void aProfileGivesTrainingAloneGpus() throws IOException {
    JsonNode one = outcome("one");
    assertThat(one.get("slots").intValue()).isEqualTo(4);
    assertThat(one.get("engine").textValue()).isEqualTo(GpuEngine.NAME);
    assertThat(one.get("device").textValue()).isEqualTo("gpu");
    assertThat(gpus(steps("one")))
        .containsExactly(
            "gpu 0 of executor 0",
            "gpu 0 of executor 1",
            "gpu 1 of executor 0",
            "gpu 1 of executor 1");
    assertThat(Step.mostAtOnce(steps("one"))).isEqualTo(1);
    assertThatTheReportTellsEachWorkersDevices("one");

    assertThat(outcome("two").get("slots").intValue()).isEqualTo(2);
    assertThat(gpus(steps("two"))).containsExactly("gpu 0 of executor 0", "gpu 0 of executor 1");
    assertThat(devices(outcome("two")))
        .allMatch(device -> device.matches("gpu 0 of executor [01], 127.0.0.1 \\(idle: 1\\)"));

    assertThat(outcome("cpuBackend").get("error").textValue())
        .matches(
            "Cannot train on device gpu: engine dl4j on executor [01], 127\\.0\\.0\\.1: ND4J's"
                + " backend is CPU \\(must be CUDA: build with -Pcuda\\)");
    assertThat(folder.resolve("steps-cpuBackend")).isEmptyDirectory();
    JsonNode auto = outcome("autoWithCpuBackend");
    assertThat(devices(auto)).containsOnly("cpu");
    assertThat(auto.get("device").textValue())
        .startsWith("auto: cpu, engine dl4j on executor")
        .endsWith("ND4J's backend is CPU (must be CUDA: build with -Pcuda)");
    assertThat(outcome("auto").get("engine").textValue()).isEqualTo(GpuEngine.NAME);
    assertThat(outcome("auto").get("device").textValue()).isEqualTo("auto: gpu, assigned");
    assertThat(outcome("cpu").get("error").textValue())
        .contains("Cannot train on device cpu: engine zz-gpu computes on GPUs on executor");
    assertThat(outcome("none").get("error").textValue())
        .isEqualTo(
            "Cannot train on device gpu: Spark assigns no GPUs to tasks (start the application with"
                + " --conf spark.task.resource.gpu.amount=1)");
    assertThat(outcome("autoWithoutGpus").get("device").textValue())
        .isEqualTo("auto: cpu, Spark assigns no GPUs to tasks");
  }

  private void assertThatTheReportTellsEachWorkersDevices(String name) throws IOException {
    List<String> reported = devices(outcome(name));
    for (int worker = 0; worker < reported.size(); worker++) {
      int number = worker;
      List<Step> own = steps(name).stream().filter(step -> step.worker() == number).toList();
      assertThat(List.of(reported.get(worker).split(", 127\\.0\\.0\\.1(, )?")))
          .containsExactlyInAnyOrderElementsOf(gpus(own));
    }
  }

  @Test
  void tasksShareAGpuWhereTheFractionSaysSo() throws IOException {
    assertThat(outcome("half").get("slots").intValue()).isEqualTo(4);
    List<Step> steps = steps("half");
    assertThat(gpus(steps)).containsExactly("gpu 0 of executor 0", "gpu 1 of executor 0");
    assertThat(Step.mostAtOnce(steps)).isEqualTo(2);
    assertThat(steps.stream().map(Step::worker).collect(Collectors.toSet()))
        .containsExactlyInAnyOrder(0, 1, 2, 3);
  }

  @Test
  void dynamicAllocationStartsExecutorsWithGpusForTheTraining() throws IOException {
    JsonNode outcome = outcome("dynamic");
    assertThat(outcome.get("slots").intValue()).isEqualTo(2);
    assertThat(Step.mostAtOnce(steps("dynamic"))).isEqualTo(1);
    assertThat(devices(outcome)).hasSize(2).allMatch(device -> device.startsWith("gpu "));
    assertThatTheReportTellsEachWorkersDevices("dynamic");
  }
}
