package io.github.sparknn.jobs;

import io.github.sparknn.jobs.config.InvalidJobFileException;
import io.github.sparknn.jobs.config.JobFile;
import io.github.sparknn.jobs.config.OutputSection;
import io.github.sparknn.jobs.config.ScoreSection;
import io.github.sparknn.jobs.config.WriteMode;
import java.time.Duration;
import java.util.OptionalLong;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
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
  /** Spark tells the number of rows within milliseconds of the write, or not at all. */
  private static final Duration COUNT_LIMIT = Duration.ofSeconds(5);

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

    RowCount written = new RowCount();
    Dataset<Row> results = select(written.observe(model.transform(rows)), score);
    for (String partition : score.output().partitionBy()) {
      Inputs.require(results, partition, "partition the scored rows");
    }
    long start = System.nanoTime();
    write(results, score.output());
    double seconds = (System.nanoTime() - start) / 1e9;

    OptionalLong count = written.await(COUNT_LIMIT);
    Results told = new Results();
    if (count.isPresent()) {
      told.add("rows scored", count.getAsLong());
    } else {
      told.add("rows scored", "not known: Spark does not tell of this output");
    }
    told.addSeconds(seconds);
    count.ifPresent(number -> told.add("rows/s", Math.round(number / seconds)));
    told.add("output", score.output().name()).print(out());
  }

  private static void checkFree(SparkSession spark, OutputSection output) {
    TableCatalog.checkLasts(spark, output);
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
