package io.github.sparknn.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.ml.PipelineModel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What fails when the network is trained costs neither the model nor what is known by then. */
class AfterTrainingTest {
  @TempDir private Path folder;
  private JobFixture jobs;

  @BeforeEach
  void writeTable() {
    jobs = new JobFixture(folder);
  }

  @Test
  void tellsOfTheTrainingWhenTheHeldOutRowsHaveAClassOfTheirOwn() throws IOException {
    String test = "{format: orc, path: " + folder.resolve("table") + ", columns: {label: '7'}}";
    Path job = jobs.job(JobFixture.NETWORK, "evaluate: {data: " + test + "}");
    Files.writeString(job, Files.readString(job).replace("  holdout: {fraction: 0.2}\n", ""));
    Path report = folder.resolve("r");
    addReport(job, report);

    assertThat(jobs.run("train", job)).isEqualTo(1);

    assertThat(jobs.err.toString())
        .endsWith(
            "sparknn: Cannot evaluate: column 'label' holds 7.0, which is none of the model's"
                + " classes [0.0, 1.0] (the model is saved)\n");
    assertTrained();
    assertThat(jobs.out.toString()).contains("report                " + report + ".html");
    assertThat(folder.resolve("r.html")).content().doesNotContain("Test data");
  }

  @Test
  void tellsOfTheTrainingWhenNoRowWasHeldOut() throws IOException {
    Path job = jobs.job(JobFixture.NETWORK, "evaluate: {where: id < 0}");

    assertThat(jobs.run("train", job)).isEqualTo(1);

    assertThat(jobs.err.toString())
        .contains(
            "sparknn: Cannot evaluate: there are no rows, or none got a prediction (the model");
    assertTrained();
  }

  @Test
  void tellsOfTheTrainingAndTheMeasuringWhenTheReportCannotBeWritten() throws IOException {
    Path job = jobs.job(JobFixture.NETWORK);
    Path folderInItsPlace = Files.createDirectory(folder.resolve("r.html"));
    addReport(job, folder.resolve("r"));
    String overwrite = "train.report.mode=overwrite";

    assertThat(jobs.run("train", job, "--set", overwrite)).isEqualTo(1);

    assertThat(jobs.err.toString())
        .contains("sparknn: Cannot write the report " + folder.resolve("r") + ": ")
        .contains(folderInItsPlace + " is a folder (must be a file, or nothing)")
        .endsWith(" (the model is saved)\n");
    assertTrained();
    assertThat(jobs.out.toString()).contains("accuracy").doesNotContain("report  ");
  }

  @Test
  void tellsWhatWasMeasuredWhenItsReportCannotBeWritten() throws IOException {
    Path job = jobs.job(JobFixture.STAGES);
    assertThat(jobs.run("train", job)).isZero();
    Files.createDirectory(folder.resolve("r.html"));
    String report = "evaluate.report={path: " + folder.resolve("r") + ", mode: overwrite}";

    assertThat(jobs.run("evaluate", job, "--set", report)).isEqualTo(1);

    assertThat(jobs.err.toString())
        .contains("sparknn: Cannot write the report " + folder.resolve("r") + ": ");
    assertThat(jobs.out.toString()).contains("accuracy", "seconds").doesNotContain("report  ");
  }

  @Test
  void doesNotMeasureSeveralTargets() throws IOException {
    Path job =
        jobs.job(
            "NeuralNetworkRegressor: {featuresCols: [x], labelCol: both, epochs: 1, workers: 1}");
    String columns = "columns: {both: 'array(x, y)'}, path";
    Files.writeString(job, Files.readString(job).replaceFirst("path", columns));

    assertThat(jobs.run("train", job)).as(jobs.err.toString()).isZero();

    assertTrained();
    assertThat(jobs.out.toString().replaceAll("\\s+", " "))
        .contains(
            "held-out rows not measured: column 'prediction' is of type array<double> (must be one"
                + " number, string or boolean a row)")
        .doesNotContain("rows measured");
  }

  private void assertTrained() {
    Path model = folder.resolve("model");
    assertThat(jobs.out.toString())
        .contains("rows trained", "loss", "samples/s", "seconds")
        .contains("model                 " + model);
    assertThat(PipelineModel.load(model.toString()).stages()).hasSize(1);
  }

  private static void addReport(Path job, Path report) throws IOException {
    String section = "train:\n  report: {path: " + report + "}\n";
    Files.writeString(job, Files.readString(job).replace("train:\n", section));
  }
}
