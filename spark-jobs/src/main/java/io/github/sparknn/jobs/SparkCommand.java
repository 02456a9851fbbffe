package io.github.sparknn.jobs;

import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What all commands share: a Spark session while they run, and where they write. */
abstract class SparkCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--conf",
      paramLabel = "KEY=VALUE",
      description = "A Spark setting, such as spark.sql.shuffle.partitions=8; may be repeated.")
  private Map<String, String> settings = Map.of();

  @Option(names = "--verbose", description = "Show the stack trace of a failure.")
  private boolean verbose;

  boolean isVerbose() {
    return verbose;
  }

  PrintWriter out() {
    return spec.commandLine().getOut();
  }

  PrintWriter err() {
    return spec.commandLine().getErr();
  }

  /**
   * Spark's settings.
   *
   * @throws ParameterException if one is none of Spark's
   */
  Map<String, String> settings() {
    for (String key : settings.keySet()) {
      if (!key.startsWith("spark.")) {
        throw new ParameterException(
            spec.commandLine(), "Invalid --conf: " + key + " (must be a key spark.*)");
      }
    }
    return settings;
  }
}
