package io.github.sparknn.benchmarks;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What all commands share: where they write, and how they refuse options. */
abstract class ConsoleCommand implements Callable<Integer> {
  @Spec private CommandSpec command;

  /** A line about what is going on. */
  final void progress(String line) {
    command.commandLine().getErr().println(line);
  }

  final PrintWriter out() {
    return command.commandLine().getOut();
  }

  static void requireAtLeast(String option, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "Invalid --" + option + ": " + value + " (must be >= " + least + ")");
    }
  }
}
