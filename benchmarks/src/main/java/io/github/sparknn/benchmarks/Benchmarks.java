package io.github.sparknn.benchmarks;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The application: {@code engines}, {@code training}, {@code preprocessing}, {@code scoring} or
 * {@code averaging}.
 *
 * <p>Exit codes: 0 done, 1 failed or the contenders do not agree, 2 a wrong command line. The table
 * goes to the standard output, progress and errors to the standard error.
 */
@Command(
    name = "benchmarks",
    description = "Measures SparkNN and its peers in one run.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      EnginesBenchmark.class,
      TrainingBenchmark.class,
      PreprocessingBenchmark.class,
      ScoringBenchmark.class,
      AveragingBenchmark.class
    })
public final class Benchmarks {
  private Benchmarks() {}

  /** Runs a benchmark and ends the JVM with its exit code. */
  public static void main(String[] args) {
    Charset charset = Charset.defaultCharset();
    PrintWriter out = new PrintWriter(System.out, true, charset);
    PrintWriter err = new PrintWriter(System.err, true, charset);
    System.exit(run(out, err, args));
  }

  /**
   * Runs a benchmark in this JVM, on the default Spark session where there is one.
   *
   * @param out takes the table
   * @param err takes progress and errors
   * @param args the command line
   * @return the exit code
   */
  static int run(PrintWriter out, PrintWriter err, String... args) {
    return new CommandLine(new Benchmarks())
        .setOut(out)
        .setErr(err)
        .execute(args.length == 0 ? new String[] {"--help"} : args);
  }
}
