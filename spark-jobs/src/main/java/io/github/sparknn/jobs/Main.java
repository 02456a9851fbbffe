package io.github.sparknn.jobs;

import io.github.sparknn.jobs.config.InvalidJobFileException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

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
      "  SPARKNN_JARS           further jars for driver and executors, comma-separated",
      "  SPARKNN_PROGRESS       as train --progress; default bar on a terminal",
      "  SPARKNN_LOG_FORMAT     text (default) or json; not with SPARK_HOME"
    })
public final class Main {
  private static final int FAILED = 1;
  private static final int WRONG_USE = 2;

  private Main() {}

  /**
   * Runs a command and ends the JVM with its exit code. In YARN's application master it returns, or
   * throws where the command failed: YARN takes every exit before that for a failure and runs the
   * job again.
   *
   * @throws IllegalStateException in YARN's application master, with what went wrong, which YARN
   *     then shows
   */
  public static void main(String[] args) {
    Charset charset = Charset.defaultCharset();
    PrintWriter out = new PrintWriter(System.out, true, charset);
    PrintWriter err = new PrintWriter(System.err, true, charset);
    AtomicReference<Exception> failure = new AtomicReference<>();
    int code = run(out, err, failure::set, args);
    end(code, failure.get(), inApplicationMaster(System::getProperty), System::exit);
  }

  /**
   * Whether YARN's application master runs this driver: it sets both properties before it calls
   * {@code main}. Standalone and Kubernetes clusters take the JVM's exit code.
   */
  static boolean inApplicationMaster(UnaryOperator<String> properties) {
    return "yarn".equals(properties.apply("spark.master"))
        && "cluster".equals(properties.apply("spark.submit.deployMode"));
  }

  /**
   * Tells whoever started this JVM how the command ended.
   *
   * @param failure null for none, as of a wrong command line
   * @throws IllegalStateException in the application master, if the code is not 0
   */
  static void end(int code, Exception failure, boolean inApplicationMaster, IntConsumer exit) {
    if (!inApplicationMaster) {
      exit.accept(code);
    } else if (code != 0) {
      String reason =
          failure == null ? "exit code " + code + ", see its log" : Failures.message(failure);
      throw new IllegalStateException("sparknn: " + reason, failure);
    }
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
    return run(out, err, failure -> {}, args);
  }

  private static int run(
      PrintWriter out, PrintWriter err, Consumer<Exception> failed, String... args) {
    return commandLine()
        .setOut(out)
        .setErr(err)
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> {
              failed.accept(failure);
              return report(failure, command);
            })
        .execute(args.length == 0 ? new String[] {"--help"} : args);
  }

  /** What parses a command line. */
  static CommandLine commandLine() {
    return new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true);
  }

  private static int report(Exception failure, CommandLine command) {
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
