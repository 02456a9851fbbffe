package io.github.sparknn.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparknn.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job file of the example on the whole of its data. */
class FlightDelaysIT {
  private static final SparkSession SPARK = SharedSpark.session();

  @TempDir private static Path folder;
  private static ExampleJob job;
  private static String trained;

  @BeforeAll
  static void train() throws IOException {
    job = new ExampleJob("flight-delays", folder);
    trained = job.run("train");
  }

  @Test
  void tellsLateFlightsFromOthers() {
    assertThat(ExampleJob.number(trained, "areaUnderROC")).isGreaterThan(0.93);
    assertThat(
            ExampleJob.number(trained, "rows trained")
                + ExampleJob.number(trained, "rows measured"))
        .isEqualTo(7568);
    assertThat(ExampleJob.number(job.run("evaluate"), "areaUnderROC"))
        .isEqualTo(ExampleJob.number(trained, "areaUnderROC"));
  }

  @Test
  void reportsHowTrainingWent() {
    assertThat(folder.resolve("report.html")).content().contains("<title>flight-delays</title>");
    assertThat(folder.resolve("report.json")).content().contains("\"parameters\":");
  }

  @Test
  void scoresEveryFlightThatNeverArrived() {
    Dataset<Row> scored = score();
    assertThat(scored.count()).isEqualTo(2178);
    assertThat(scored.filter("prediction IS NULL OR lateProbability IS NULL").count()).isZero();
    assertThat(scored.filter("DepDelay IS NULL").count()).isEqualTo(526);
  }

  @Test
  void predictsTheSameAfterASecondTraining() {
    List<Row> first = sorted(score());
    job.run("train");
    assertThat(sorted(score())).isEqualTo(first);
  }

  private static Dataset<Row> score() {
    assertThat(ExampleJob.number(job.run("score"), "rows scored")).isEqualTo(2178);
    return SPARK.read().parquet(folder.resolve("scored").toString());
  }

  private static List<Row> sorted(Dataset<Row> scored) {
    return scored
        .sort("FlightDate", "Carrier", "FlightNum", "Origin", "lateProbability")
        .collectAsList();
  }
}
