package io.github.sparknn.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparknn.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The job file of the example on the whole of its data, where {@code bin/fetch-data} put them. */
@EnabledIf(value = "isThere", disabledReason = "data/mnist is not there: bin/fetch-data mnist")
class MnistAnomaliesIT {
  private static final SparkSession SPARK = SharedSpark.session();

  @TempDir private Path folder;

  static boolean isThere() {
    return Files.exists(Path.of("data/mnist/t10k-images-idx3-ubyte"));
  }

  @Test
  void findsTheDigitThatItWasNotTrainedOn() throws IOException {
    ExampleJob job = new ExampleJob("mnist-anomalies", folder);

    String trained = job.run("train");
    String evaluated = job.run("evaluate");

    assertThat(ExampleJob.number(trained, "rows trained")).isEqualTo(60_000 - 5_923);
    assertThat(ExampleJob.number(evaluated, "rows measured")).isEqualTo(10_000);
    assertThat(ExampleJob.number(evaluated, "areaUnderROC")).isGreaterThan(0.9);
    job.run("score");
    assertThat(SPARK.read().parquet(folder.resolve("scored").toString()).count()).isEqualTo(10_000);
  }
}
