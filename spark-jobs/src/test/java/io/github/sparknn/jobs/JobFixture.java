package io.github.sparknn.jobs;

import io.github.sparknn.testing.SharedSpark;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/** A folder with a small table and a job file that fits Spark ML's logistic regression to it. */
final class JobFixture {
  static final String STAGES =
      """
      VectorAssembler: {inputCols: [x, y], outputCol: features}
      LogisticRegression: {maxIter: 10}
      """;

  static final String NETWORK =
      """
      NeuralNetworkClassifier: {featuresCols: [x, y], hiddenLayers: [4], epochs: 1, workers: 2}
      """;

  final Path folder;
  final StringWriter out = new StringWriter();
  final StringWriter err = new StringWriter();

  /**
   * 1,000 rows (id, x, y, label), of which the last 100 have no label; label = x + y > 1. As ORC,
   * whose schema Spark reads without a job.
   */
  JobFixture(Path folder) {
    this.folder = folder;
    spark()
        .range(0, 1000, 1, 4)
        .selectExpr("id", "rand(1) AS x", "rand(2) AS y")
        .selectExpr("*", "IF(id < 900, CAST(x + y > 1 AS INT), NULL) AS label")
        .write()
        .orc(folder.resolve("table").toString());
  }

  static SparkSession spark() {
    return SharedSpark.session();
  }

  /** Writes the job file; later lines come in addition to those of every job. */
  Path job(String stages, String... lines) throws IOException {
    List<String> text = new ArrayList<>();
    text.add("data: {format: orc, path: " + folder.resolve("table") + "}");
    text.add("model: {path: " + folder.resolve("model") + "}");
    text.add("train:");
    text.add("  where: label IS NOT NULL");
    text.add("  holdout: {fraction: 0.2}");
    text.add("  stages:");
    stages.lines().map(stage -> "    - " + stage).forEach(text::add);
    text.add("score:");
    text.add("  where: label IS NULL");
    text.add("  columns: [id, 'vector_to_array(probability)[1] AS p', prediction]");
    text.add("  output: {path: " + folder.resolve("scored") + "}");
    text.addAll(Arrays.asList(lines));
    return Files.write(folder.resolve("job.yaml"), text);
  }

  int run(String command, Path job, String... more) {
    List<String> args = new ArrayList<>(List.of(command, "--config", job.toString()));
    args.addAll(Arrays.asList(more));
    return runMain(args.toArray(String[]::new));
  }

  int runMain(String... args) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return Main.run(new PrintWriter(out), new PrintWriter(err), args);
  }
}
