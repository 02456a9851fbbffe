package io.github.sparknn.jobs;

import io.github.sparknn.jobs.config.JobFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What all commands share: a job file, and a Spark session while they run. */
abstract class JobCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = {"-c", "--config"},
      required = true,
      paramLabel = "FILE",
      description = "The job file (YAML).")
  private Path config;

  @Option(
      names = "--conf",
      paramLabel = "KEY=VALUE",
      description = "A Spark setting, such as spark.sql.shuffle.partitions=8; may be repeated.")
  private Map<String, String> settings = Map.of();

  @Option(names = "--verbose", description = "Show the stack trace of a failure.")
  private boolean verbose;

  /** The job file as the user named it. */
  Path config() {
    return config;
  }

  boolean isVerbose() {
    return verbose;
  }

  PrintWriter out() {
    return spec.commandLine().getOut();
  }

  PrintWriter err() {
    return spec.commandLine().getErr();
  }

  @Override
  public Integer call() {
    for (String key : settings.keySet()) {
      if (!key.startsWith("spark.")) {
        throw new ParameterException(
            spec.commandLine(), "Invalid --conf: " + key + " (must be a key spark.*)");
      }
    }
    JobFile job = JobFile.read(config);
    check(job);
    try (JobSession session = JobSession.open(job.app(), settings)) {
      run(session.spark(), job);
    }
    return 0;
  }

  /**
   * Makes sure that the job file has what the command needs, before Spark starts.
   *
   * @throws io.github.sparknn.jobs.config.InvalidJobFileException when a section is missing
   */
  abstract void check(JobFile job);

  /** Does the work and prints the result. */
  abstract void run(SparkSession spark, JobFile job);
}
