package io.github.sparknn.jobs;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import io.github.sparknn.jobs.config.InvalidJobFileException;
import io.github.sparknn.jobs.config.JobFile;
import io.github.sparknn.jobs.config.OutputSection;
import io.github.sparknn.jobs.config.ScoreSection;
import io.github.sparknn.jobs.config.WriteMode;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;

/** Scores a table with the saved model and writes the result. */
@Command(
    name = "score",
    description = "Scores a table with the saved model and writes the result.",
    mixinStandardHelpOptions = true,
    footerHeading = "%nExamples%n",
    footer = {
      "  sparknn score --config job.yaml",
      "  sparknn score --config job.yaml --set score.output.mode=append"
    })
final class ScoreCommand extends JobCommand {
  @Override
  void check(JobFile job) {
    if (job.score() == null) {
      throw new InvalidJobFileException("Cannot score: the job file has no section 'score'", null);
    }
  }

  @Override
  void run(SparkSession spark, JobFile job) {
    ScoreSection score = job.score();
    checkFree(spark, score.output());
    ModelStore.checkThere(spark, job.model());
    Dataset<Row> rows =
        Inputs.filter(
            Inputs.load(spark, score.data() == null ? job.data() : score.data()),
            score.where(),
            "score.where");
    PipelineModel model = ModelStore.load(job.model());

    Observation written = new Observation("written");
    Dataset<Row> scored = model.transform(rows).observe(written, count(lit(1)).as("rows"));
    Dataset<Row> results = select(scored, score);
    for (String partition : score.output().partitionBy()) {
      Inputs.require(results, partition, "partition the scored rows");
    }
    long start = System.nanoTime();
    write(results, score.output());
    double seconds = (System.nanoTime() - start) / 1e9;

    long count =
        Failures.explain("count the scored rows", () -> (Long) written.getAsJava().get("rows"));
    new Results()
        .add("rows scored", count)
        .addSeconds(seconds)
        .add("rows/s", Math.round(count / seconds))
        .add("output", score.output().name())
        .print(out());
  }

  private static void checkFree(SparkSession spark, OutputSection output) {
    if (output.mode() == WriteMode.ERROR && exists(spark, output)) {
      throw new IllegalArgumentException(
          "Cannot write the scored rows: "
              + output.name()
              + " exists (score.output.mode: overwrite replaces it)");
    }
  }

  /** Not known of a sink without a path. */
  private static boolean exists(SparkSession spark, OutputSection output) {
    return output.table() != null
        ? spark.catalog().tableExists(output.table())
        : output.path() != null && ModelStore.exists(spark, output.path());
  }

  private static Dataset<Row> select(Dataset<Row> scored, ScoreSection score) {
    return score.columns().isEmpty()
        ? scored
        : Failures.explain(
            "select score.columns",
            () -> scored.selectExpr(score.columns().toArray(String[]::new)));
  }

  private static void write(Dataset<Row> rows, OutputSection output) {
    DataFrameWriter<Row> writer = rows.write().mode(output.mode().saveMode());
    writer.options(output.options());
    if (output.format() != null) {
      writer.format(output.format());
    }
    if (!output.partitionBy().isEmpty()) {
      writer.partitionBy(output.partitionBy().toArray(String[]::new));
    }
    if (output.table() != null) {
      writer.saveAsTable(output.table());
    } else if (output.path() != null) {
      writer.save(output.path());
    } else {
      writer.save();
    }
  }
}
