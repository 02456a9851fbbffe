package io.github.sparknn.benchmarks;

import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all benchmarks share: their options, the Spark session and the temporary folder. */
abstract class BenchmarkCommand implements Callable<Integer> {
  @Spec private CommandSpec command;

  @Option(
      names = "--master",
      description = "Spark's master (default: the system property spark.master, else local[2])")
  private String master;

  @Option(
      names = "--repetitions",
      defaultValue = "3",
      description = "timed runs of each contender (default ${DEFAULT-VALUE})")
  private int repetitions;

  @Option(
      names = "--warm-ups",
      defaultValue = "1",
      description = "untimed runs before them (default ${DEFAULT-VALUE})")
  private int warmUps;

  /** Measures, checks and prints. */
  abstract void measure(SparkSession spark, TemporaryFolder folder);

  @Override
  public final Integer call() throws Exception {
    requireAtLeast("repetitions", repetitions, 1);
    requireAtLeast("warm-ups", warmUps, 0);
    try (BenchmarkSession session = BenchmarkSession.open(master);
        TemporaryFolder folder = TemporaryFolder.create()) {
      progress("load average at the start " + load());
      measure(session.spark(), folder);
      return 0;
    }
  }

  final Contest contest() {
    return new Contest(warmUps, repetitions, this::progress);
  }

  /** A line about what is going on. */
  final void progress(String line) {
    command.commandLine().getErr().println(line);
  }

  /** Prints a heading with the circumstances, and the table. */
  final void print(SparkSession spark, String heading, ResultTable table, List<Result> results) {
    PrintWriter out = out();
    out.println();
    out.printf(
        "%s; %s, median of %d, load average %s%n",
        heading, spark.sparkContext().master(), repetitions, load());
    out.print(table.text(results));
    out.flush();
  }

  final PrintWriter out() {
    return command.commandLine().getOut();
  }

  private static String load() {
    double average = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    return average < 0 ? "unknown" : String.format(Locale.ROOT, "%.1f", average);
  }

  static void requireAtLeast(String option, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "Invalid --" + option + ": " + value + " (must be >= " + least + ")");
    }
  }
}
