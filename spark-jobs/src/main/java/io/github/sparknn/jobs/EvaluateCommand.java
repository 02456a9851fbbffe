package io.github.sparknn.jobs;

import io.github.sparknn.estimators.evaluation.ModelEvaluation;
import io.github.sparknn.jobs.config.JobFile;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;

/** Measures the saved model. */
@Command(
    name = "evaluate",
    description = "Measures the saved model on a test table or on the held-out rows.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples%n",
    footer = {
      "  sparknn evaluate --config job.yaml",
      "  sparknn evaluate --config job.yaml --set 'evaluate.data={table: shop.orders}'"
    })
final class EvaluateCommand extends JobCommand {
  @Override
  void check(JobFile job) {}

  @Override
  void run(SparkSession spark, JobFile job) {
    ModelStore.checkThere(spark, job.model());
    Optional<ReportFiles> report =
        Optional.ofNullable(job.evaluate().report())
            .map(section -> new ReportFiles(spark, section, "evaluate.report"));
    report.ifPresent(ReportFiles::checkPlace);
    Dataset<Row> rows =
        Inputs.heldOut(spark, job)
            .orElseGet(
                () ->
                    Inputs.filter(
                        Inputs.load(spark, job.data()), job.evaluate().where(), "evaluate.where"));
    Evaluation evaluation = new Evaluation(ModelStore.load(job.model()), job.evaluate());
    if (report.isPresent() && !evaluation.hasReport()) {
      throw new IllegalArgumentException(
          "Cannot write evaluate.report: the model is an autoencoder (must predict labels)");
    }
    Results results = new Results();
    long start = System.nanoTime();
    Optional<ModelEvaluation> measured = evaluation.measure(rows, results);
    results.addSeconds((System.nanoTime() - start) / 1e9).add("model", job.model().path());
    Attempts attempts = new Attempts();
    report.ifPresent(
        files ->
            attempts.run(
                () -> {
                  ModelEvaluation figures = measured.orElseThrow();
                  files.write(figures.toHtml(job.app() + ", evaluated"), figures.toJson());
                  results.add("report", files.html());
                }));
    results.print(out());
    attempts.end("");
  }
}
