package io.github.sparknn.jobs;

import io.github.sparknn.jobs.config.JobFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Option;

/** What the commands of a job file share. */
abstract class JobCommand extends SparkCommand {
  @Option(
      names = {"-c", "--config"},
      required = true,
      paramLabel = "FILE",
      description = "The job file (YAML).")
  private Path config;

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description =
          "A value in the place of the job file's, such as train.stages[1].epochs=5 or"
              + " model.path=models/new; the value is YAML; may be repeated.")
  private List<String> overrides = List.of();

  /** The options that name the job file and change it, as the user wrote them, secrets included. */
  List<String> jobOptions() {
    List<String> options = new ArrayList<>(List.of("--config", config.toString()));
    overrides.forEach(override -> options.addAll(List.of("--set", override)));
    return options;
  }

  @Override
  public Integer call() {
    Map<String, String> settings = settings();
    JobFile job = JobFile.read(config, overrides);
    check(job);
    SparkConf defaults = new SparkConf();
    ClassLoader classes = Thread.currentThread().getContextClassLoader();
    Map<String, String> withCatalog =
        TableCatalog.settings(job, settings, key -> defaults.get(key, null), classes);
    try (JobSession session = JobSession.open(job.app(), withCatalog)) {
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
