package io.github.sparknn.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A run of spark-submit: the application on a stock Spark, with no JVM flag set. */
final class Submission implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final Process process;
  private final Path out;
  private final Path err;

  private Submission(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /**
   * Starts {@code spark-submit --master … OPTIONS --class io.github.sparknn.jobs.Main APPLICATION
   * ARGUMENTS}.
   *
   * @param folder working directory; also takes the output
   * @param application a jar, or {@code spark-internal} where the options bring the class
   */
  static Submission start(
      Path folder, String master, List<String> options, String application, String... arguments)
      throws IOException {
    List<String> all = new ArrayList<>(List.of("--master", master));
    all.addAll(options);
    all.addAll(List.of("--class", "io.github.sparknn.jobs.Main", application));
    all.addAll(Arrays.asList(arguments));
    Path out = Files.createTempFile(folder, "submit-", ".out");
    Path err = Files.createTempFile(folder, "submit-", ".err");
    Process process =
        SparkHome.java(folder, "org.apache.spark.deploy.SparkSubmit", all)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    return new Submission(process, out, err);
  }

  String errors() throws IOException {
    return Files.readString(err);
  }

  /** Waits until the standard error has that text. */
  Submission awaitError(String text) throws IOException, InterruptedException {
    Waiting.until(
        text,
        LIMIT,
        () -> {
          String errors = errors();
          assertThat(process.isAlive() || errors.contains(text)).as(errors).isTrue();
          return errors.contains(text);
        });
    return this;
  }

  /** Kills the driver, which gets no chance to end anything. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Waits for the end, checks that it ended well, and gives the standard output. */
  String await() throws IOException, InterruptedException {
    boolean ended = process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    assertThat(ended).as("ended in %s%n%s", LIMIT, errors()).isTrue();
    assertThat(process.exitValue()).as(errors()).isZero();
    return Files.readString(out);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
