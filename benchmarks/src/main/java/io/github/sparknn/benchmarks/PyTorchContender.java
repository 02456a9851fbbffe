package io.github.sparknn.benchmarks;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * PyTorch in a process of its own, which waits while others have their turn: the script {@code
 * pytorch_contender.py}.
 */
final class PyTorchContender implements EngineContender {
  /** How the names of these contenders begin. */
  static final String NAME = "PyTorch";

  private static final String SCRIPT = "pytorch_contender.py";

  private final String name;
  private final Process process;
  private final BufferedWriter commands;
  private final BufferedReader answers;

  /**
   * @param memoryFormat of images: contiguous or channels_last
   * @param folder has the files {@code features}, {@code labels} and {@code parameters}
   */
  PyTorchContender(String python, Workload workload, String memoryFormat, Path folder)
      throws IOException {
    this.name = NAME + ", " + memoryFormat;
    Path script = folder.resolve(SCRIPT);
    try (InputStream resource = PyTorchContender.class.getResourceAsStream(SCRIPT)) {
      Files.write(script, resource.readAllBytes());
    }
    this.process =
        new ProcessBuilder(
                python,
                script.toString(),
                workload.toString(),
                memoryFormat,
                Integer.toString(workload.batchSize()),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    this.commands = process.outputWriter(StandardCharsets.UTF_8);
    this.answers = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Why that Python has no PyTorch, or empty if it has. */
  static Optional<String> missing(String python) {
    try {
      Process probe =
          new ProcessBuilder(python, "-c", "import torch").redirectErrorStream(true).start();
      probe.getOutputStream().close();
      String said = new String(probe.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return probe.waitFor() == 0
          ? Optional.empty()
          : Optional.of(said.strip().lines().reduce("", (before, last) -> last));
    } catch (IOException e) {
      return Optional.of(e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Cannot look for PyTorch: interrupted", e);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public double[] losses(int steps) {
    return answer("losses " + steps);
  }

  @Override
  public Throughput train(double seconds) {
    double[] answer = answer("train " + seconds);
    return new Throughput(answer[0], answer[1], answer[2]);
  }

  private double[] answer(String command) {
    try {
      commands.write(command);
      commands.newLine();
      commands.flush();
      String answer = answers.readLine();
      if (answer == null) {
        throw new IllegalStateException(
            "Cannot measure " + name + ": its process ended, see its message above");
      }
      return Arrays.stream(answer.split(" ")).mapToDouble(Double::parseDouble).toArray();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot measure " + name + ": its process ended", e);
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
