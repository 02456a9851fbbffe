package io.github.sparknn.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What bin/sparknn starts, with programs in the place of Java and spark-submit that tell it. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
  private static final Path SCRIPT = Path.of("../bin/sparknn");
  private static final String TELL = "#!/bin/sh\nprintf '%s\\n' \"$@\"\n";

  @TempDir private Path folder;
  private Path script;
  private Path launcher;

  @BeforeEach
  void makeWhatTheBuildMakes() throws IOException {
    script = program(folder.resolve("house/bin/sparknn"), Files.readString(SCRIPT));
    Path target = Files.createDirectories(folder.resolve("house/spark-jobs/target"));
    launcher = Files.createDirectories(target.resolve("launcher"));
    Files.createFile(target.resolve("sparknn-jobs.jar"));
    Path examples = Files.createDirectories(folder.resolve("house/examples/target"));
    Files.createFile(examples.resolve("sparknn-examples.jar"));
    Files.writeString(launcher.resolve("sparknn.classpath"), "/m2/dl4j.jar:/m2/nd4j.jar");
    Files.writeString(launcher.resolve("spark.classpath"), "/m2/spark.jar");
    Files.createFile(folder.resolve("house/pom.xml"));
    Files.createFile(launcher.resolve("built"));
    program(folder.resolve("java/bin/java"), TELL);
    program(folder.resolve("spark/bin/spark-submit"), TELL);
    Files.createFile(folder.resolve("a.jar"));
    Files.createFile(folder.resolve("b c.jar"));
  }

  private static Path program(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }

  private List<String> run(Path script, int exitCode, Map<String, String> environment)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(script.toString(), "train", "--config", "job.yaml")
            .directory(folder.toFile())
            .redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("SPARK"));
    builder.environment().put("JAVA_HOME", folder.resolve("java").toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(out).isEqualTo(exitCode);
    return out.lines().toList();
  }

  private List<String> java(Map<String, String> environment) throws Exception {
    return run(script, 0, environment);
  }

  private static String after(List<String> words, String option) {
    return words.get(words.indexOf(option) + 1);
  }

  @Test
  void startsTheApplicationOnAnEmbeddedSpark() throws Exception {
    List<String> words = java(Map.of());
    assertThat(words)
        .startsWith("@" + launcher.toRealPath().resolve("jvm.options"), "-Xmx2g")
        .contains("-Dspark.master=local[*]", "-Dspark.driver.host=127.0.0.1")
        .noneMatch(word -> word.startsWith("-Dspark.jars"))
        .endsWith("io.github.sparknn.jobs.Main", "train", "--config", "job.yaml");
    assertThat(after(words, "-cp")).endsWith(":/m2/dl4j.jar:/m2/nd4j.jar:/m2/spark.jar");
  }

  @Test
  void bringsFurtherJarsToDriverAndExecutors() throws Exception {
    List<String> words = java(Map.of("SPARKNN_JARS", "a.jar,b c.jar"));
    assertThat(after(words, "-cp")).endsWith(":/m2/spark.jar:a.jar:b c.jar");
    assertThat(words)
        .contains("-Dspark.jars=a.jar,b c.jar")
        .contains("-Dspark.executor.extraClassPath=" + after(words, "-cp"));

    words =
        java(
            Map.of(
                "SPARKNN_JARS",
                "a.jar,hdfs://h/d.jar",
                "SPARK_HOME",
                folder.resolve("spark").toString()));
    assertThat(after(words, "--jars")).endsWith(",/m2/dl4j.jar,/m2/nd4j.jar,a.jar,hdfs://h/d.jar");
    assertThat(words).endsWith("train", "--config", "job.yaml");
  }

  @Test
  void refusesAJarThatIsNotThere() throws Exception {
    assertThat(run(script, 1, Map.of("SPARKNN_JARS", "a.jar,gone.jar")))
        .containsExactly("sparknn: Cannot start: SPARKNN_JARS names gone.jar: no such file");
  }

  @Test
  void findsItsHouseThroughLinks() throws Exception {
    Path bin = Files.createDirectories(folder.resolve("usr/bin"));
    Files.createSymbolicLink(bin.resolve("sparknn-0.1"), Path.of("../../house/bin/sparknn"));
    Path link = Files.createSymbolicLink(bin.resolve("sparknn"), bin.resolve("sparknn-0.1"));
    Path linkedFolder = Files.createSymbolicLink(folder.resolve("usr/house"), script.getParent());
    List<String> direct = java(Map.of());

    assertThat(run(link, 0, Map.of())).isEqualTo(direct);
    assertThat(run(linkedFolder.resolve("sparknn"), 0, Map.of())).isEqualTo(direct);
  }

  @Test
  void refusesAClusterThatCannotReachTheDriver() throws Exception {
    assertThat(run(script, 1, Map.of("SPARKNN_MASTER", "spark://other:7077")))
        .containsExactly(
            "sparknn: Cannot start on spark://other:7077: its executors cannot reach a driver at"
                + " 127.0.0.1 (must be told where this host is: export SPARK_LOCAL_IP=ADDRESS)");
    assertThat(java(Map.of("SPARKNN_MASTER", "spark://other:7077", "SPARK_LOCAL_IP", "10.0.0.5")))
        .contains("-Dspark.master=spark://other:7077", "-Dspark.driver.host=10.0.0.5");
    assertThat(java(Map.of("SPARKNN_MASTER", "spark://localhost:7077")))
        .contains("-Dspark.driver.host=127.0.0.1");
  }
}
