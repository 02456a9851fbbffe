package io.github.sparknn.benchmarks;

import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;

/**
 * What all benchmarks share that time contenders: repetitions, the temporary folder, the printing
 * of results.
 */
abstract class BenchmarkCommand extends ConsoleCommand {
  @Option(
      names = "--repetitions",
      description = "timed runs of each contender (default ${DEFAULT-VALUE})")
  private int repetitions;

  @Option(
      names = "--warm-ups",
      defaultValue = "1",
      description = "untimed runs before them (default ${DEFAULT-VALUE})")
  private int warmUps;

  /**
   * @param repetitions of each contender unless the command line says otherwise
   */
  BenchmarkCommand(int repetitions) {
    this.repetitions = repetitions;
  }

  /** Measures, checks and prints. */
  abstract void measure(TemporaryFolder folder);

  @Override
  public final Integer call() throws Exception {
    requireAtLeast("repetitions", repetitions, 1);
    requireAtLeast("warm-ups", warmUps, 0);
    try (TemporaryFolder folder = TemporaryFolder.create()) {
      progress("load average at the start " + load());
      measure(folder);
      return 0;
    }
  }

  final Contest contest() {
    return new Contest(warmUps, repetitions, this::progress);
  }

  /** Prints a heading with the circumstances, and the table. */
  final void print(String heading, ResultTable table, List<Result> results) {
    PrintWriter out = out();
    out.println();
    out.printf("%s, median of %d, load average %s%n", heading, repetitions, load());
    out.print(table.text(results));
    out.flush();
  }

  private static String load() {
    double average = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    return average < 0 ? "unknown" : String.format(Locale.ROOT, "%.1f", average);
  }
}
