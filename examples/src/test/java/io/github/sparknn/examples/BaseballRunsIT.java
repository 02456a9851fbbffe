package io.github.sparknn.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparknn.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job file of the example on the whole of its data. */
class BaseballRunsIT {
  private static final SparkSession SPARK = SharedSpark.session();

  @TempDir private Path folder;

  @Test
  void predictsRunsOfSeasonsItHasNotSeen() throws IOException {
    ExampleJob job = new ExampleJob("baseball-runs", folder);

    String trained = job.run("train");

    assertThat(ExampleJob.number(trained, "rmse")).isLessThan(6.5);
    assertThat(ExampleJob.number(trained, "r2")).isGreaterThan(0.955);
    job.run("score");
    assertThat(
            SPARK.read().parquet(folder.resolve("scored").toString()).filter("prediction IS NULL"))
        .matches(rows -> rows.isEmpty());
  }
}
