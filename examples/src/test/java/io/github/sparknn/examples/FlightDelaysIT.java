package io.github.sparknn.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparknn.jobs.Main;
import io.github.sparknn.testing.SharedSpark;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
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
  private static Path job;
  private static String trained;

  @BeforeAll
  static void train() throws IOException {
    String text = Files.readString(Path.of("examples/jobs/flight-delays.yaml"));
    job =
        Files.writeString(
            folder.resolve("job.yaml"),
            text.replace("models/flight-delays", folder.resolve("model").toString())
                .replace("reports/flight-delays", folder.resolve("report").toString())
                .replace("data/scored/flight-delays", folder.resolve("scored").toString()));
    trained = run("train");
  }

  @Test
  void tellsLateFlightsFromOthers() {
    assertThat(number(trained, "areaUnderROC")).isGreaterThan(0.93);
    assertThat(number(trained, "rows trained") + number(trained, "rows measured")).isEqualTo(7568);
    assertThat(number(run("evaluate"), "areaUnderROC")).isEqualTo(number(trained, "areaUnderROC"));
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
    run("train");
    assertThat(sorted(score())).isEqualTo(first);
  }

  private static Dataset<Row> score() {
    assertThat(number(run("score"), "rows scored")).isEqualTo(2178);
    return SPARK.read().parquet(folder.resolve("scored").toString());
  }

  private static List<Row> sorted(Dataset<Row> scored) {
    return scored
        .sort("FlightDate", "Carrier", "FlightNum", "Origin", "lateProbability")
        .collectAsList();
  }

  private static String run(String command) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Main.run(new PrintWriter(out), new PrintWriter(err), command, "--config", job.toString());
    assertThat(code).as("%s: %s", command, err).isZero();
    return out.toString();
  }

  private static double number(String results, String name) {
    return results
        .lines()
        .filter(line -> line.startsWith(name))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length()).replace(",", "")))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no '" + name + "' in\n" + results));
  }
}
