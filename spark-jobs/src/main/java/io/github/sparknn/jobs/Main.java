package io.github.sparknn.jobs;

import io.github.sparknn.jobs.config.InvalidJobFileException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParseResult;

/**
 * The application: {@code sparknn train|evaluate|score --config FILE} and {@code sparknn inspect
 * --model PATH}.
 *
 * <p>Exit codes: 0 done, 1 failed, 2 a wrong command line or job file. Results go to the standard
 * output, everything else to the standard error.
 */
@Command(
    name = "sparknn",
    description = "Trains, evaluates and scores neural networks in Spark ML pipelines.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      TrainCommand.class,
      EvaluateCommand.class,
      ScoreCommand.class,
      InspectCommand.class,
      HelpCommand.class
    },
    footerHeading = "%nExamples%n",
    footer = {
      "  sparknn train --config job.yaml",
      "  sparknn train --config job.yaml --dry-run --set train.stages[1].batchSize=512",
      "  sparknn score --config job.yaml",
      "  sparknn inspect --model models/flight-delays",
      "  sparknn help train",
      "",
      "bin/sparknn also knows",
      "  run CLASS [ARG...]     a program, with SparkNN and the examples at hand",
      "and reads from the environment",
      "  SPARK_HOME             a Spark installation, to start by its spark-submit",
      "  SPARKNN_MASTER         default local[*]; with SPARK_HOME spark-submit's",
      "  SPARKNN_DRIVER_MEMORY  default 2g; with SPARK_HOME spark-submit's",
      "  SPARKNN_JAVA_OPTIONS   default -XX:+UseParallelGC; not with SPARK_HOME",
      "  SPARKNN_PROGRESS       as train --progress; default bar on a terminal",
      "  SPARKNN_LOG_FORMAT     text (default) or json; not with SPARK_HOME"
    })
public final class Main {
  private static final int FAILED = 1;
  private static final int WRONG_USE = 2;

  private Main() {}

  /** Runs a command and ends the JVM with its exit code. */
  public static void main(String[] args) {
    Charset charset = Charset.defaultCharset();
    PrintWriter out = new PrintWriter(System.out, true, charset);
    PrintWriter err = new PrintWriter(System.err, true, charset);
    System.exit(run(out, err, args));
  }

  /**
   * Runs a command in this JVM, on the active Spark session where there is one.
   *
   * @param out takes the results
   * @param err takes progress and errors
   * @param args the command line
   * @return the exit code
   */
  public static int run(PrintWriter out, PrintWriter err, String... args) {
    return commandLine()
        .setOut(out)
        .setErr(err)
        .setExecutionExceptionHandler(Main::report)
        .execute(args.length == 0 ? new String[] {"--help"} : args);
  }

  /** What parses a command line. */
  static CommandLine commandLine() {
    return new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true);
  }

  private static int report(Exception failure, CommandLine command, ParseResult parsed) {
    if (command.getCommand() instanceof SparkCommand running && running.isVerbose()) {
      failure.printStackTrace(command.getErr());
    } else {
      command.getErr().println("sparknn: " + Failures.message(failure));
    }
    return failure instanceof InvalidJobFileException ? WRONG_USE : FAILED;
  }

  /** The version that the jar's manifest names. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {
        "sparknn " + (version == null ? "(not packaged)" : version),
        "Spark " + org.apache.spark.package$.MODULE$.SPARK_VERSION()
      };
    }
  }
}
