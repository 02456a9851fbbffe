package io.github.sparknn.jobs.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Spark standalone cluster on this host: a master and workers, each a process of its own on free
 * ports of the loopback interface. Each worker has two GPUs in name.
 */
final class StandaloneCluster implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(1);
  private static final Pattern ADDRESS = Pattern.compile("Starting Spark master at (spark://\\S+)");
  private static final Pattern REGISTERED = Pattern.compile("Registering worker ");

  private final Path folder;
  private final List<Process> processes = new ArrayList<>();
  private String address;

  private StandaloneCluster(Path folder) {
    this.folder = folder;
  }

  /**
   * Starts a cluster and waits until its workers are there.
   *
   * @param folder for logs and the executors' files
   */
  static StandaloneCluster start(Path folder, int workers, int coresOfWorker, String memoryOfWorker)
      throws IOException, InterruptedException {
    StandaloneCluster cluster = new StandaloneCluster(folder);
    try {
      cluster.startMaster();
      for (int i = 0; i < workers; i++) {
        cluster.startWorker(i, coresOfWorker, memoryOfWorker);
      }
      Waiting.until(
          "the workers' registration",
          START,
          () -> REGISTERED.matcher(cluster.log("master")).results().count() == workers);
      return cluster;
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      cluster.close();
      throw e;
    }
  }

  private void startMaster() throws IOException, InterruptedException {
    start("master", "org.apache.spark.deploy.master.Master", List.of());
    Waiting.until("the master's address", START, () -> ADDRESS.matcher(log("master")).find());
    Matcher found = ADDRESS.matcher(log("master"));
    found.find();
    address = found.group(1);
  }

  private void startWorker(int number, int cores, String memory) throws IOException {
    List<String> arguments =
        List.of(
            "--cores",
            Integer.toString(cores),
            "--memory",
            memory,
            "--work-dir",
            folder.resolve("work-" + number).toString(),
            "--properties-file",
            gpus().toString(),
            address);
    start("worker-" + number, "org.apache.spark.deploy.worker.Worker", arguments);
  }

  /** Settings by which a worker has two GPUs that a script makes up. */
  private Path gpus() throws IOException {
    Path script = folder.resolve("gpus");
    Files.writeString(script, "#!/bin/sh\necho '{\"name\":\"gpu\",\"addresses\":[\"0\",\"1\"]}'\n");
    if (!script.toFile().setExecutable(true)) {
      throw new IOException("Cannot make " + script + " executable");
    }
    return Files.writeString(
        folder.resolve("worker.properties"),
        "spark.worker.resource.gpu.amount=2\nspark.worker.resource.gpu.discoveryScript=" + script);
  }

  private void start(String name, String main, List<String> arguments) throws IOException {
    List<String> all =
        new ArrayList<>(List.of("--host", "127.0.0.1", "--port", "0", "--webui-port", "0"));
    all.addAll(arguments);
    processes.add(
        SparkHome.java(folder, main, all)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(name + ".log").toFile())
            .start());
  }

  private String log(String process) throws IOException {
    return Files.readString(folder.resolve(process + ".log"));
  }

  /** The master's address, {@code spark://HOST:PORT}. */
  String address() {
    return address;
  }

  /** The executors' processes there are now. */
  List<ProcessHandle> executors() {
    return processes.stream()
        .flatMap(Process::descendants)
        .filter(ProcessHandle::isAlive)
        .filter(process -> commandLine(process).contains("CoarseGrainedExecutorBackend"))
        .toList();
  }

  /** What the drivers that ran inside of the cluster wrote to their standard error. */
  String driverErrors() throws IOException {
    StringBuilder errors = new StringBuilder();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(path -> path.endsWith("stderr")).toList()) {
        if (file.getParent().getFileName().toString().startsWith("driver-")) {
          errors.append(Files.readString(file));
        }
      }
    }
    return errors.toString();
  }

  private static String commandLine(ProcessHandle process) {
    return process.info().commandLine().orElse("");
  }

  /** Ends all processes of the cluster, those that workers started included. */
  @Override
  public void close() {
    for (Process process : processes) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
