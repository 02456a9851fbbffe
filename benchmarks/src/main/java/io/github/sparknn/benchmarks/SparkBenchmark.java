package io.github.sparknn.benchmarks;

import java.util.List;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Option;

/** A benchmark on a Spark session. */
abstract class SparkBenchmark extends BenchmarkCommand {
  private static final int REPETITIONS = 3;

  @Option(
      names = "--master",
      description = "Spark's master (default: the system property spark.master, else local[2])")
  private String master;

  SparkBenchmark() {
    super(REPETITIONS);
  }

  /** Measures, checks and prints. */
  abstract void measure(SparkSession spark, TemporaryFolder folder);

  @Override
  final void measure(TemporaryFolder folder) {
    try (BenchmarkSession session = BenchmarkSession.open(master)) {
      measure(session.spark(), folder);
    }
  }

  /** Prints a heading with the circumstances, and the table. */
  final void print(SparkSession spark, String heading, ResultTable table, List<Result> results) {
    print(heading + "; " + spark.sparkContext().master(), table, results);
  }
}
