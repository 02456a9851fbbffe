package io.github.sparknn.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.resource.ExecutorResourceRequest;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.resource.TaskResourceProfile;
import org.apache.spark.resource.TaskResourceRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResourcesSectionTest {
  private static final String JOB =
      """
      data: {path: in}
      model: {path: m}
      train:
        stages: [{%s: {}}]
        resources: %s
      """;

  @TempDir private Path folder;

  @Test
  void givesExecutorsAndTasksWhatTheFileSays() throws IOException {
    ResourceProfile profile =
        resources(
            "{executor: {cores: 4, memory: 8g, memoryOverhead: 512m, gpus: 2,"
                + " discoveryScript: /bin/gpus}, task: {cpus: 2, gpus: 0.5}}");

    assertThat(executor(profile, "cores").amount()).isEqualTo(4);
    assertThat(executor(profile, "memory").amount()).isEqualTo(8192);
    assertThat(executor(profile, "memoryOverhead").amount()).isEqualTo(512);
    assertThat(executor(profile, "gpu").amount()).isEqualTo(2);
    assertThat(executor(profile, "gpu").discoveryScript()).isEqualTo("/bin/gpus");
    assertThat(task(profile, "cpus").amount()).isEqualTo(2);
    assertThat(task(profile, "gpu").amount()).isEqualTo(0.5);
  }

  @Test
  void leavesOutWhatTheFileDoes() throws IOException {
    ResourceProfile gpus = resources("{executor: {gpus: 1}, task: {gpus: 1}}");
    assertThat(gpus.executorResourcesJMap()).containsOnlyKeys("gpu");
    assertThat(executor(gpus, "gpu").discoveryScript()).isEmpty();
    assertThat(gpus.taskResourcesJMap()).containsOnlyKeys("gpu");

    assertThat(resources("{executor: {memory: 1t}}").taskResourcesJMap()).isEmpty();
    // Spark gives this kind to the executors that there are.
    assertThat(resources("{task: {gpus: 2}}")).isInstanceOf(TaskResourceProfile.class);
  }

  @Test
  void refusesWhatCannotBe() {
    assertRefused("{}", "missing key 'executor' or 'task' in train.resources");
    assertRefused(
        "{task: {gpu: 1}}", "unknown key 'gpu' in train.resources.task (did you mean 'gpus'?)");
    assertRefused(
        "{task: {gpus: 0.7}}",
        "Invalid gpus: 0.7 (must be a whole number, or a fraction of at most 0.5)"
            + " in train.resources.task");
    assertRefused("{task: {gpus: 0}}", "Invalid gpus: 0.0 (must be");
    assertRefused("{task: {cpus: 0}}", "Invalid cpus: 0 (must be > 0) in train.resources.task");
    assertRefused("{executor: {cores: -1}}", "Invalid cores: -1 (must be > 0)");
    assertRefused("{executor: {gpus: 0}}", "Invalid gpus: 0 (must be > 0)");
    assertRefused(
        "{executor: {gpus: one}}",
        "Invalid train.resources.executor.gpus: \"one\" (must be an integer)");
    assertRefused(
        "{executor: {memory: 8}}", "Invalid memory: \"8\" (must be a size such as 512m or 8g)");
    assertRefused(
        "{executor: {discoveryScript: /bin/gpus}}",
        "missing key 'gpus' beside discoveryScript in train.resources.executor");
    assertThatThrownBy(() -> read("Tokenizer", "{task: {gpus: 1}}"))
        .hasMessageContaining("train.resources is given, but no stage takes them");
  }

  private static ExecutorResourceRequest executor(ResourceProfile profile, String name) {
    return profile.executorResourcesJMap().get(name);
  }

  private static TaskResourceRequest task(ResourceProfile profile, String name) {
    return profile.taskResourcesJMap().get(name);
  }

  private ResourceProfile resources(String yaml) throws IOException {
    return read("NeuralNetworkClassifier", yaml).train().resources().profile();
  }

  private void assertRefused(String yaml, String reason) {
    assertThatThrownBy(() -> read("NeuralNetworkClassifier", yaml))
        .isInstanceOf(InvalidJobFileException.class)
        .hasMessageContaining(reason);
  }

  private JobFile read(String stage, String yaml) throws IOException {
    return JobFile.read(Files.writeString(folder.resolve("job.yaml"), JOB.formatted(stage, yaml)));
  }
}
