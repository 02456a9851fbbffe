package io.github.sparknn.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.sparknn.testing.SharedSpark;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.Optional;
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
        .containsPattern("SparkNN, numbers and ids .*\\dx")
        .containsPattern("SparkNN, packed numbers and ids .*\\dx")
        .containsPattern("SparkNN, one-hot array .*\\dx")
        .containsPattern("SparkNN, sparse vector .*\\dx");
  }

  @Test
  void preprocessingMeasuresTheSelectedWorkAndOutputs() {
    int code = run("preprocessing", "--rows=2000", "--work=noop", "--outputs=sparse");

    assertThat(code).as(err.toString()).isZero();
    assertThat(out.toString())
        .contains("transform to noop", "SparkNN, sparse vector", "by CPU time")
        .doesNotContain("fit, 20", "transform to Parquet", "one-hot array", "numbers and ids");
  }

  @Test
  void scoringPrintsRatiosAndChecksOutputs() {
    int code = run("scoring", "--rows=2000", "--wide-rows=500");

    assertThat(code).as(err.toString()).isZero();
    assertThat(err.toString()).contains("checked: outputs agree to 1e-5");
    assertThat(out.toString())
        .contains("Parquet to noop", "Parquet to Parquet", "200 more columns")
        .contains("per CPU-second", "to best ONNX Runtime", "to narrow")
        .containsPattern("ONNX Runtime, rows, batch 1024 .*\\dx")
        .containsPattern("ONNX Runtime, beans, batch 4096 .* [1.0][.\\d]+x")
        .containsPattern("SparkNN blas, array, narrow .* 1\\.00x")
        .containsPattern("SparkNN blas, array, wide .*\\dx")
        .containsPattern("MLlib, vector .* 1\\.00x")
        .containsPattern("SparkNN dl4j, array .*\\dx")
        .containsPattern("scan only, array .*\\dx");
  }

  @Test
  void enginesPrintRatiosAndCheckLosses() {
    int code = engines("--workloads=mlp,table", "--python=no-such-python");

    assertThat(code).as(err.toString()).isZero();
    assertThat(err.toString()).contains("checked: the losses of the first 20 steps agree");
    assertThat(out.toString())
        .contains("MLP 784-128-10, Adam, batch size 128", "MLP 28-256-256-1", "samples/s")
        .containsPattern("stock DL4J fit .* 1\\.00x")
        .containsPattern("SparkNN blas .*\\dx")
        .containsPattern("SparkNN dl4j .*\\dx")
        .containsPattern("PyTorch is not measured: .*no-such-python")
        .doesNotContain("to PyTorch");
  }

  @Test
  void enginesAgreeWithPyTorchWhereItIsInstalled() {
    Optional<String> missing = PyTorchContender.missing("python3");
    assumeThat(missing).as("PyTorch is missing: %s", missing).isEmpty();

    int code = engines("--workloads=table");

    assertThat(code).as(err.toString()).isZero();
    assertThat(out.toString())
        .containsPattern("PyTorch, contiguous .*\\dx")
        .contains("to PyTorch")
        .doesNotContain("not measured");
  }

  @Test
  void wrongOptionNamesWhatIsAllowed() {
    assertThat(run("training", "--rows=10")).isEqualTo(1);
    assertThat(err.toString()).contains("Invalid --rows: 10 (must be >= 512)");
  }

  private int engines(String... options) {
    String[] all = Arrays.copyOf(options, options.length + 2);
    all[options.length] = "--batches=1";
    all[options.length + 1] = "--seconds=0.01";
    return run("engines", all);
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
