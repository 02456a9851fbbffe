package io.github.sparknn.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.apache.spark.SparkContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong is told on one line, with an exit code, before any Spark job. */
class MainErrorsTest {
  @TempDir private Path folder;
  private JobFixture jobs;

  @BeforeEach
  void writeTable() {
    jobs = new JobFixture(folder);
  }

  @Test
  void showsHelpWhenCalledWithoutArguments() {
    assertThat(jobs.runMain()).isZero();
    assertThat(jobs.out.toString()).contains("train", "evaluate", "score", "SPARKNN_MASTER");
    assertThat(jobs.runMain("--version")).isZero();
    assertThat(jobs.out.toString()).startsWith("sparknn ").containsPattern("Spark 3\\.[45]\\.\\d");
  }

  @Test
  void refusesAWrongCommandLine() throws IOException {
    assertThat(jobs.runMain("trian")).isEqualTo(2);
    assertThat(jobs.err.toString()).contains("'trian'");
    assertThat(jobs.runMain("train")).isEqualTo(2);
    assertThat(jobs.err.toString()).contains("--config");
    assertThat(jobs.run("train", jobs.job(JobFixture.STAGES), "--conf", "master=local"))
        .isEqualTo(2);
    assertThat(jobs.err.toString()).contains("Invalid --conf: master (must be a key spark.*)");
  }

  @Test
  void refusesAWrongJobFile() throws IOException {
    Path job = jobs.job("LogisticRegression: {maxIters: 3}");
    assertRefused(
        2,
        "train",
        job,
        "sparknn: Cannot read "
            + job
            + ": unknown key 'maxIters' in train.stages[0] LogisticRegression (did you mean");
    Path missing = folder.resolve("none.yaml");
    assertRefused(2, "score", missing, "sparknn: Cannot read " + missing + ": no such file");
  }

  @Test
  void refusesACommandWhoseSectionIsMissing() throws IOException {
    Path job = Files.writeString(folder.resolve("j.yaml"), "data: {path: a}\nmodel: {path: b}\n");
    assertRefused(2, "train", job, "sparknn: Cannot train: the job file has no section 'train'");
    assertRefused(2, "score", job, "sparknn: Cannot score: the job file has no section 'score'");
  }

  @Test
  void refusesToReplaceAModelOrScoredRowsUnasked() throws IOException {
    Path model = Files.createDirectory(folder.resolve("model"));
    Path job = jobs.job(JobFixture.STAGES);
    assertRefused(
        1,
        "train",
        job,
        "sparknn: Cannot save the model: " + model + " exists (model.mode: overwrite replaces it)");
    Path scored = Files.createDirectory(folder.resolve("scored"));
    assertRefused(
        1,
        "score",
        job,
        "sparknn: Cannot write the scored rows: "
            + scored
            + " exists (score.output.mode: overwrite replaces it)");
  }

  @Test
  void refusesToReplaceAReportUnasked() throws IOException {
    Path job = jobs.job(JobFixture.NETWORK);
    Path there = Files.writeString(folder.resolve("r.json"), "{}");
    String text = Files.readString(job);
    Files.writeString(
        job, text.replace("train:\n", "train:\n  report: {path: " + folder.resolve("r") + "}\n"));
    assertRefused(
        1,
        "train",
        job,
        "sparknn: Cannot write the report: "
            + there
            + " exists (train.report.mode: overwrite replaces it)");
  }

  @Test
  void refusesPlacesThatCannotBeWrittenTo() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "not a folder");
    Path job = jobs.job(JobFixture.NETWORK);
    String text = Files.readString(job);
    Files.writeString(job, text.replace("/model}", "/file/model}"));
    assertRefused(1, "train", job, "sparknn: Cannot save the model to " + file + "/model: ");
    String report = "train:\n  report: {path: " + file + "/r}\n";
    Files.writeString(job, text.replace("train:\n", report));
    assertRefused(1, "train", job, "sparknn: Cannot write the report " + file + "/r: ");
    assertThat(folder).isDirectoryNotContaining("glob:**probe*");
  }

  @Test
  void refusesAReportOfAPipelineWithoutANetwork() throws IOException {
    Path job = jobs.job(JobFixture.STAGES);
    String text = Files.readString(job);
    Files.writeString(job, text.replace("train:\n", "train:\n  report: {path: r}\n"));
    assertRefused(
        2,
        "train",
        job,
        "sparknn: Cannot train: train.report is given, but no stage reports"
            + " (those that train a network do)");
  }

  @Test
  void refusesTrackingOfAPipelineWithoutANetworkAndByAServerThatIsNotThere() throws IOException {
    String tracking = "train:\n  tracking: {mlflow: {trackingUri: 'http://127.0.0.1:1'}}\n";
    Path job = jobs.job(JobFixture.STAGES);
    Files.writeString(job, Files.readString(job).replace("train:\n", tracking));
    assertRefused(
        2,
        "train",
        job,
        "sparknn: Cannot train: train.tracking is given, but no stage reports"
            + " (those that train a network do)");
    job = jobs.job(JobFixture.NETWORK);
    Files.writeString(job, Files.readString(job).replace("train:\n", tracking));
    assertRefused(
        1, "train", job, "sparknn: Cannot track training by MLflow at http://127.0.0.1:1: ");
  }

  @Test
  void refusesInputThatIsNotThere() throws IOException {
    Path job = jobs.job(JobFixture.STAGES);
    String text = Files.readString(job);
    Files.writeString(job, text.replace(folder + "/table", folder + "/gone"));
    assertRefused(1, "train", job, "sparknn: Cannot read " + folder + "/gone: [PATH_NOT_FOUND]");
    Files.writeString(job, text.replace("format: orc", "format: nosuch"));
    assertRefused(1, "train", job, "sparknn: Cannot read " + folder + "/table: [DATA_SOURCE_NOT");
    Files.writeString(job, text.replace("label IS NOT NULL", "lable IS NOT NULL"));
    assertRefused(
        1, "train", job, "sparknn: Cannot apply train.where \"lable IS NOT NULL\": [UNRESOLVED");
  }

  @Test
  void refusesStagesThatDoNotFitTheTable() throws IOException {
    Path job = jobs.job(JobFixture.STAGES.replace("maxIter: 10", "labelCol: late"));
    assertRefused(1, "train", job, "sparknn: late does not exist. Available: id, x, y, label");
  }

  @Test
  void refusesHeldOutRowsThatCannotBeMeasured() throws IOException {
    Path job = jobs.job(JobFixture.STAGES, "evaluate: {labelCol: lable}");
    assertRefused(
        1, "train", job, "sparknn: Cannot evaluate: no column 'lable' (columns: id, x, y, label)");
    job = jobs.job("VectorAssembler: {inputCols: [x, y], outputCol: features}");
    assertRefused(
        1, "train", job, "sparknn: Cannot evaluate: no stage of the model has a predictionCol");
    String clusters =
        "VectorAssembler: {inputCols: [x, y], outputCol: features}\n"
            + "'org.apache.spark.ml.clustering.KMeans': {k: 2}";
    assertRefused(1, "train", jobs.job(clusters), "sparknn: Cannot evaluate: kmeans_");
    assertThat(jobs.err.toString())
        .endsWith(" has no labelCol (evaluate.labelCol names the column of true labels)\n");
    String regression =
        "VectorAssembler: {inputCols: [x], outputCol: features}\nLinearRegression: {labelCol: x}";
    job = jobs.job(regression, "evaluate: {labelCol: word}");
    String columns = "columns: {word: \"'high'\"}, path";
    Files.writeString(job, Files.readString(job).replaceFirst("path", columns));
    assertRefused(
        1,
        "train",
        job,
        "sparknn: Cannot evaluate: column 'word' is of type string (must be a number)");
  }

  @Test
  void refusesToUseAModelThatIsNotThere() throws IOException {
    Path job = jobs.job(JobFixture.STAGES);
    String reason =
        "sparknn: Cannot load the model: there is none at "
            + folder.resolve("model")
            + " ('train' makes it)";
    assertRefused(1, "score", job, reason);
    assertRefused(1, "evaluate", job, reason);
  }

  @Test
  void refusesToMeasureRowsWithoutALabel() throws IOException {
    Path job = jobs.job(JobFixture.STAGES);
    assertThat(jobs.run("train", job)).isZero();
    String text = Files.readString(job).replace("  where: label IS NOT NULL\n", "");
    Files.writeString(job, text);
    assertThat(jobs.run("evaluate", job)).isEqualTo(1);
    assertThat(jobs.err.toString())
        .startsWith("sparknn: Cannot evaluate: column 'label' is null or NaN in ")
        .contains("(leave them out)");
    Files.writeString(job, text + "evaluate: {labelCol: late}\n");
    assertThat(jobs.run("evaluate", job)).isEqualTo(1);
    assertThat(jobs.err.toString())
        .startsWith("sparknn: Cannot evaluate: no column 'late' (columns: id, x, y, label)");
    Files.writeString(job, text + "evaluate: {where: id < 0}\n");
    assertThat(jobs.run("evaluate", job)).isEqualTo(1);
    assertThat(jobs.err.toString()).startsWith("sparknn: Cannot evaluate: there are no rows");
  }

  @Test
  void showsTheStackTraceWhenAsked() throws IOException {
    assertThat(jobs.run("score", jobs.job(JobFixture.STAGES), "--verbose")).isEqualTo(1);
    assertThat(jobs.err.toString()).contains("\tat io.github.sparknn.jobs.");
  }

  private void assertRefused(int code, String command, Path job, String message) {
    SparkContext context = JobFixture.spark().sparkContext();
    String group = UUID.randomUUID().toString();
    context.setJobGroup(group, command, false);
    try {
      assertThat(jobs.run(command, job)).isEqualTo(code);
      assertThat(jobs.err.toString()).startsWith(message).hasLineCount(1);
      assertThat(context.statusTracker().getJobIdsForGroup(group)).isEmpty();
    } finally {
      context.clearJobGroup();
    }
  }
}
