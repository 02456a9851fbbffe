package io.github.sparknn.training.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparknn.training.engine.TrainingEngine;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A main class in a JVM of its own with this one's class path and module flags, which may be killed
 * or die. The {@link FaultyEngine}, or another one, is installed there and only there.
 */
public final class ForkedJvm {
  /** A short life with little work: quick to start, few threads. */
  public static final List<String> SHORT_LIVED =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private final Path folder;
  private final Class<?> main;
  private final List<String> flags = new ArrayList<>(List.of("-Xmx512m"));
  private final List<String> wrapper = new ArrayList<>();
  private Class<? extends TrainingEngine> engine = FaultyEngine.class;

  /**
   * @param folder working directory; also holds the log, local files, and a Spark home for
   *     executors, which need nothing in it because their class path is given
   */
  public ForkedJvm(Path folder, Class<?> main) {
    this.folder = folder;
    this.main = main;
  }

  /** Installs that engine instead. */
  public ForkedJvm withEngine(Class<? extends TrainingEngine> installed) {
    engine = installed;
    return this;
  }

  /** Passes flags to the JVM. */
  ForkedJvm withFlags(String... more) {
    flags.addAll(List.of(more));
    return this;
  }

  /** Fails every write beyond that many bytes of a file, as on a full disk. Needs a POSIX shell. */
  ForkedJvm withFileSizeLimit(long bytes) {
    // In units of 512 bytes, as POSIX has it.
    String limit = "ulimit -f " + bytes / 512 + " && exec \"$@\"";
    wrapper.addAll(List.of("sh", "-c", limit, "sh"));
    return this;
  }

  /**
   * Waits for the program's end, kills it with all its descendants when that takes too long, and
   * checks the exit code.
   */
  public void run(int expectedExitCode, Duration limit, String... arguments)
      throws IOException, InterruptedException {
    Path log = folder.resolve(main.getSimpleName() + ".log");
    Process process = builder(arguments).redirectOutput(log.toFile()).start();
    List<ProcessHandle> descendants = List.of();
    boolean ended;
    try {
      ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
      descendants = process.descendants().toList();
    } finally {
      if (process.isAlive()) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    }
    assertThat(ended).as("ended in %s; still there: %s", limit, descendants).isTrue();
    assertThat(process.exitValue()).as(Files.readString(log)).isEqualTo(expectedExitCode);
  }

  private ProcessBuilder builder(String... arguments) throws IOException {
    Path sparkHome = Files.createDirectories(folder.resolve("spark-home"));
    Files.createDirectories(sparkHome.resolve("jars"));
    List<String> command = new ArrayList<>(wrapper);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> flag.startsWith("--add-") || flag.startsWith("-XX:+Ignore"))
        .forEach(command::add);
    command.addAll(SHORT_LIVED);
    command.addAll(flags);
    String classPath = serviceEntry() + File.pathSeparator + System.getProperty("java.class.path");
    command.addAll(List.of("-cp", classPath, main.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().put("SPARK_HOME", sparkHome.toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.12");
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    return builder;
  }

  /** A class path entry that lists the engine as a service. */
  private Path serviceEntry() throws IOException {
    Path entry = folder.resolve("installed-engine");
    Path services = Files.createDirectories(entry.resolve("META-INF/services"));
    Files.write(services.resolve(TrainingEngine.class.getName()), List.of(engine.getName()));
    return entry;
  }
}
