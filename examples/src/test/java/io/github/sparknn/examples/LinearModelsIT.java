package io.github.sparknn.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparknn.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The job files of networks without hidden layers, which come near to what Spark's own linear
 * models reach on the same rows.
 */
class LinearModelsIT {
  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    SharedSpark.session();
  }

  @Test
  void linearRegressionPredictsRuns() throws IOException {
    ExampleJob job = new ExampleJob("linear-regression", folder);

    String trained = job.run("train");

    // Spark's LinearRegression, the least squares: 7.41 and 0.9433.
    assertThat(ExampleJob.number(trained, "rmse")).isBetween(7.3, 7.6);
    assertThat(ExampleJob.number(trained, "r2")).isBetween(0.94, 0.945);
  }

  @Test
  void logisticRegressionTellsLateFlights() throws IOException {
    ExampleJob job = new ExampleJob("logistic-regression", folder);

    String trained = job.run("train");

    // Spark's LogisticRegression: 0.9547.
    assertThat(ExampleJob.number(trained, "areaUnderROC")).isBetween(0.945, 0.96);
    assertThat(ExampleJob.number(job.run("score"), "rows scored")).isEqualTo(2178);
  }
}
