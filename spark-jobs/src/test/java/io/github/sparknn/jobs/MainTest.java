package io.github.sparknn.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
  @TempDir private Path folder;
  private JobFixture jobs;

  @BeforeEach
  void writeTable() {
    jobs = new JobFixture(folder);
  }

  @Test
  void trainsMeasuresAndScores() throws IOException {
    Path job = jobs.job(JobFixture.STAGES);

    assertThat(jobs.run("train", job)).as(jobs.err.toString()).isZero();
    String trained = jobs.out.toString();
    assertThat(trained).contains("rows trained", "areaUnderROC", "accuracy", "f1", "seconds");
    assertThat(number(trained, "rows trained") + number(trained, "rows measured")).isEqualTo(900);
    assertThat(number(trained, "areaUnderROC")).isGreaterThan(0.99);
    assertThat(PipelineModel.load(folder.resolve("model").toString()).stages()).hasSize(2);

    assertThat(jobs.run("evaluate", job)).isZero();
    for (String metric : new String[] {"rows measured", "areaUnderROC", "accuracy", "f1"}) {
      assertThat(number(jobs.out.toString(), metric)).isEqualTo(number(trained, metric));
    }

    assertThat(jobs.run("score", job)).as(jobs.err.toString()).isZero();
    assertThat(number(jobs.out.toString(), "rows scored")).isEqualTo(100);
    Dataset<Row> scored = JobFixture.spark().read().parquet(folder.resolve("scored").toString());
    assertThat(scored.columns()).containsExactly("id", "p", "prediction");
    assertThat(scored.filter("id >= 900 AND (p > 0.5) = (prediction = 1)").count()).isEqualTo(100);
  }

  @Test
  void trainsANetworkOnWeightedRowsWhoseLabelsAreWords() throws IOException {
    Path job =
        jobs.job(
            """
            NeuralNetworkClassifier: {featuresCols: [x, y], labelCol: word, hiddenLayers: [8], \
            epochs: 3, batchSize: 8, learningRate: 1e-2, workers: 2, seed: 1, weightCol: id, \
            classWeighting: balanced}
            """);
    Path report = folder.resolve("reports").resolve("r");
    addReport(job, "{path: " + report + "}\n  tracking: {tensorboard: " + folder + "/runs}");
    String columns = "columns: {word: \"IF(label = 1, 'high', 'low')\"}, path";
    Files.writeString(job, Files.readString(job).replaceFirst("path", columns));
    assertThat(jobs.run("train", job)).as(jobs.err.toString()).isZero();
    assertThat(jobs.err.toString()).startsWith("epoch 1/3  loss ").hasLineCount(3);
    assertThat(number(jobs.out.toString(), "epochs")).isEqualTo(3);
    assertThat(jobs.out.toString())
        .contains("does Spark help?")
        .contains("report                " + report + ".html")
        .contains("TensorBoard           " + folder + "/runs\n");
    assertThat(folder.resolve("runs")).isDirectoryContaining("glob:**events.out.tfevents*");
    assertThat(folder.resolve("reports/r.html"))
        .content()
        .contains("Does Spark help here?", "<h2>Held-out rows</h2>", "Confusion matrix");
    JsonNode figures = new ObjectMapper().readTree(folder.resolve("reports/r.json").toFile());
    assertThat(figures.get("epochs")).hasSize(3);
    assertThat(figures.at("/configuration/batch size").textValue()).isEqualTo("8");
    assertThat(figures.at("/evaluations/Held-out rows/areaUnderRoc").asDouble())
        .isCloseTo(number(jobs.out.toString(), "areaUnderROC"), within(5e-5));
    assertThat(folder.resolve("reports")).isDirectoryNotContaining("glob:**.crc");
    assertThat(number(jobs.out.toString(), "areaUnderROC")).isGreaterThan(0.95);
    assertThat(number(jobs.out.toString(), "accuracy")).isGreaterThan(0.8);
  }

  private static void addReport(Path job, String section) throws IOException {
    String text = Files.readString(job);
    Files.writeString(job, text.replace("train:\n", "train:\n  report: " + section + "\n"));
  }

  @Test
  void measuresOnATableOfItsOwn() throws IOException {
    String test = "{format: orc, path: " + folder.resolve("table") + ", where: label IS NOT NULL}";
    Path job = jobs.job(JobFixture.STAGES, "evaluate: {data: " + test + ", where: id < 500}");
    Files.writeString(job, Files.readString(job).replace("  holdout: {fraction: 0.2}\n", ""));
    assertThat(jobs.run("train", job)).as(jobs.err.toString()).isZero();
    assertThat(number(jobs.out.toString(), "rows trained")).isEqualTo(900);
    assertThat(number(jobs.out.toString(), "rows measured")).isEqualTo(500);
  }

  @Test
  void writesAPageOfWhatItMeasured() throws IOException {
    Path page = folder.resolve("measured");
    Path job = jobs.job(JobFixture.STAGES, "evaluate: {report: {path: " + page + "}}");
    assertThat(jobs.run("train", job)).as(jobs.err.toString()).isZero();
    assertThat(page.resolveSibling("measured.html")).doesNotExist();

    assertThat(jobs.run("evaluate", job)).as(jobs.err.toString()).isZero();

    assertThat(jobs.out.toString()).contains("report                " + page + ".html");
    assertThat(page.resolveSibling("measured.html"))
        .content()
        .contains("<h1>sparknn, evaluated</h1>", "ROC: ", "Calibration: ", "Confusion matrix");
    JsonNode figures = new ObjectMapper().readTree(folder.resolve("measured.json").toFile());
    assertThat(figures.get("accuracy").asDouble())
        .isCloseTo(number(jobs.out.toString(), "accuracy"), within(5e-5));

    assertThat(jobs.run("evaluate", job)).isEqualTo(1);
    assertThat(jobs.err.toString())
        .startsWith(
            "sparknn: Cannot write the report: "
                + page
                + ".html exists (evaluate.report.mode: overwrite replaces it)");
  }

  @Test
  void measuresClassesWithoutProbabilities() throws IOException {
    Path job = jobs.job(JobFixture.STAGES.replace("LogisticRegression", "LinearSVC"));

    assertThat(jobs.run("train", job)).as(jobs.err.toString()).isZero();

    assertThat(number(jobs.out.toString(), "areaUnderROC")).isGreaterThan(0.98);
    assertThat(number(jobs.out.toString(), "accuracy")).isGreaterThan(0.9);
  }

  @Test
  void measuresARegression() throws IOException {
    Path job =
        jobs.job(
            """
            VectorAssembler: {inputCols: [x], outputCol: features}
            LinearRegression: {labelCol: x}
            """);
    assertThat(jobs.run("train", job)).as(jobs.err.toString()).isZero();
    assertThat(number(jobs.out.toString(), "rmse")).isLessThan(1e-3);
    assertThat(number(jobs.out.toString(), "r2")).isEqualTo(1.0);
  }

  @Test
  void scoresNoRowWhenThereIsNone() throws IOException {
    Path job = jobs.job(JobFixture.STAGES);
    assertThat(jobs.run("train", job)).isZero();
    Files.writeString(job, Files.readString(job).replace("label IS NULL", "id < 0"));
    assertThat(jobs.run("score", job)).isZero();
    assertThat(number(jobs.out.toString(), "rows scored")).isZero();
  }

  @Test
  @Timeout(120)
  void endsWhereTheOutputDoesNotTellTheNumberOfRows() throws IOException {
    Path job = jobs.job(JobFixture.STAGES);
    assertThat(jobs.run("train", job)).isZero();
    String text = Files.readString(job);
    String format = "output: {format: " + RddOutput.class.getName() + ", ";
    Files.writeString(job, text.replace("output: {", format));

    assertThat(jobs.run("score", job)).as(jobs.err.toString()).isZero();

    assertThat(jobs.out.toString())
        .contains("rows scored           not known: Spark does not tell of this output")
        .contains("output                " + folder.resolve("scored"))
        .doesNotContain("rows/s");
    assertThat(JobFixture.spark().read().text(folder.resolve("scored").toString()).count())
        .isEqualTo(100);
  }

  @Test
  void writesPartitions() throws IOException {
    Path job = jobs.job(JobFixture.STAGES);
    assertThat(jobs.run("train", job)).isZero();
    String output = "{path: " + folder.resolve("scored") + "}";
    String text = Files.readString(job);
    String partitioned =
        "{format: json, path: " + folder.resolve("parts") + ", partitionBy: [prediction]}";
    Files.writeString(job, text.replace(output, partitioned));
    assertThat(jobs.run("score", job)).as(jobs.err.toString()).isZero();
    assertThat(folder.resolve("parts").resolve("prediction=1.0")).isDirectory();
  }

  private static double number(String results, String name) {
    return results
        .lines()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()).strip().replace(",", ""))
        .mapToDouble(Double::parseDouble)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no '" + name + "' in\n" + results));
  }
}
