package io.github.sparknn.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparknn.testing.SharedSpark;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BenchmarksTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void startSpark() {
    SharedSpark.session();
  }

  @Test
  void trainingPrintsRatiosAndChecksAccuracy() {
    int code =
        run(
            "training",
            "--rows=1024",
            "--epochs=3",
            "--batch-size=32",
            "--frequency=2",
            "--accuracy-tolerance=0.3");

    assertThat(code).as(err.toString()).isZero();
    assertThat(out.toString())
        .contains("to one JVM", "to 1 worker", "to DL4J Spark", "per CPU-second", "accuracy")
        .contains("overhead ms/round")
        .containsPattern("DL4J, one JVM, one thread .* 1\\.00x")
        .containsPattern("SparkNN dl4j, 2 workers, every 2 .*\\dx")
        .containsPattern("SparkNN dl4j, 2 workers, automatic .*\\dx")
        .contains("DL4J Spark: a round more costs", "SparkNN dl4j: a round more costs")
        .contains("checked: one worker ends with one JVM's parameters; accuracies agree");
  }

  @Test
  void trainingFailsWhenAccuracyFallsBehind() {
    int code =
        run("training", "--rows=512", "--epochs=1", "--batch-size=32", "--accuracy-tolerance=-1");

    assertThat(code).isEqualTo(1);
    assertThat(err.toString()).contains("Training accuracy of DL4J, one JVM, one thread is");
  }

  @Test
  void preprocessingPrintsRatiosAndChecksOutputs() {
    int code = run("preprocessing", "--rows=2000");

    assertThat(code).as(err.toString()).isZero();
    assertThat(err.toString()).contains("checked: outputs agree to 1e-6");
    assertThat(out.toString())
        .contains("fit, 20 numeric + 4 categorical", "transform to noop", "transform to Parquet")
        .containsPattern("Spark ML +[\\d,]+ +\\([\\d,]+-[\\d,]+\\) +1\\.00x")
        .containsPattern("SparkNN, array .*\\dx");
  }

  @Test
  void scoringPrintsRatiosAndChecksOutputs() {
    int code = run("scoring", "--rows=2000", "--wide-rows=500");

    assertThat(code).as(err.toString()).isZero();
    assertThat(err.toString()).contains("checked: outputs agree to 1e-5");
    assertThat(out.toString())
        .contains("Parquet to noop", "Parquet to Parquet", "100 more columns")
        .containsPattern("MLlib, vector .* 1\\.00x")
        .containsPattern("SparkNN dl4j, array .*\\dx")
        .containsPattern("scan only, array .*\\dx");
  }

  @Test
  void wrongOptionNamesWhatIsAllowed() {
    assertThat(run("training", "--rows=10")).isEqualTo(1);
    assertThat(err.toString()).contains("Invalid --rows: 10 (must be >= 512)");
  }

  private int run(String command, String... options) {
    String[] args = new String[options.length + 3];
    args[0] = command;
    args[1] = "--repetitions=1";
    args[2] = "--warm-ups=0";
    System.arraycopy(options, 0, args, 3, options.length);
    return Benchmarks.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
  }
}
