package io.github.sparknn.estimators;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a main class in a new JVM with this one's class path and module flags. */
final class ForkedJvm {
  /**
   * For its executors too, which inherit the environment. Optimizing code and collecting garbage
   * side by side cost JVMs that live for seconds more than they bring.
   */
  private static final String SHORT_LIVED = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

  private ForkedJvm() {}

  /**
   * Waits for the program's end and checks that it succeeded.
   *
   * @param folder working directory; also holds a Spark home for executors of local-cluster
   *     masters, which need nothing in it because their class path is given
   */
  static void run(Path folder, Class<?> main, String... arguments)
      throws IOException, InterruptedException {
    Path sparkHome = Files.createDirectories(folder.resolve("spark-home"));
    Files.createDirectories(sparkHome.resolve("jars"));
    Path log = folder.resolve(main.getSimpleName() + ".log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> flag.startsWith("--add-") || flag.startsWith("-XX:+Ignore"))
        .forEach(command::add);
    command.addAll(List.of("-Xmx1g", "-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("JAVA_TOOL_OPTIONS", SHORT_LIVED);
    builder.environment().put("SPARK_HOME", sparkHome.toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.12");
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    Process process = builder.start();
    boolean ended = process.waitFor(5, TimeUnit.MINUTES);
    if (!ended) {
      process.destroyForcibly();
    }
    assertThat(ended && process.exitValue() == 0).as(Files.readString(log)).isTrue();
  }
}
