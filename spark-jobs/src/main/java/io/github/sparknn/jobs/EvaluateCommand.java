package io.github.sparknn.jobs;

import io.github.sparknn.jobs.config.JobFile;
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
    Dataset<Row> rows =
        Inputs.heldOut(spark, job)
            .orElseGet(
                () ->
                    Inputs.filter(
                        Inputs.load(spark, job.data()), job.evaluate().where(), "evaluate.where"));
    Evaluation evaluation = new Evaluation(ModelStore.load(job.model()), job.evaluate());
    Results results = new Results();
    long start = System.nanoTime();
    evaluation.measure(rows, results);
    results
        .addSeconds((System.nanoTime() - start) / 1e9)
        .add("model", job.model().path())
        .print(out());
  }
}
