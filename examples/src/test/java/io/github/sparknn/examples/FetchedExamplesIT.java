package io.github.sparknn.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.sparknn.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The job files whose data {@code bin/fetch-data} brings; skipped where they are not there. */
class FetchedExamplesIT {
  private static final SparkSession SPARK = SharedSpark.session();
  private static final Map<String, String> HEADER = Map.of("header", "true", "inferSchema", "true");

  @TempDir private Path folder;

  private ExampleJob job(String name, String data, String dataset) throws IOException {
    assumeTrue(Files.exists(Path.of(data)), "no " + data + ": bin/fetch-data " + dataset);
    return new ExampleJob(name, folder);
  }

  @Test
  void readsDigitsOf8x8() throws IOException {
    String trained = job("digits", "data/digits.csv.gz", "digits").run("train");

    assertThat(ExampleJob.number(trained, "rows trained")).isEqualTo(1_436);
    assertThat(ExampleJob.number(trained, "accuracy")).isGreaterThan(0.98);
  }

  @Test
  void foretellsTomorrowsTemperature() throws IOException {
    ExampleJob weather = job("seattle-weather", "data/seattle-weather.csv", "weather");

    assertThat(ExampleJob.number(weather.run("train"), "rows trained")).isEqualTo(1_095);
    String evaluated = weather.run("evaluate");
    assertThat(ExampleJob.number(evaluated, "rows measured")).isEqualTo(364);
    // To foretell no change gives 2.91.
    assertThat(ExampleJob.number(evaluated, "rmse")).isLessThan(2.72);
    assertThat(ExampleJob.number(weather.run("score"), "rows scored")).isEqualTo(365);
    Dataset<Row> scored = SPARK.read().parquet(folder.resolve("scored").toString());
    Dataset<Row> days =
        SPARK.read().options(HEADER).csv("data/seattle-weather.csv").select("date", "temp_max");
    Dataset<Row> both = scored.join(days, "date");
    assertThat(both.count()).isEqualTo(364); // the last forecast is for 2016
    double error = both.selectExpr("sqrt(avg(power(forecast - temp_max, 2)))").head().getDouble(0);
    assertThat(error).isLessThan(2.72);
  }

  @Test
  void readsAFolderOfImages() throws IOException {
    ExampleJob images = job("digit-images", "data/digits.csv.gz", "digits");
    DigitImages.main(new String[] {});

    String trained = images.run("train");

    assertThat(ExampleJob.number(trained, "rows trained")).isBetween(1_390.0, 1_490.0);
    assertThat(ExampleJob.number(trained, "accuracy")).isGreaterThan(0.97);
  }

  @Test
  void tellsSpam() throws IOException {
    ExampleJob spam = job("spam", "data/mails.json", "mails");

    String trained = spam.run("train");
    assertThat(ExampleJob.number(trained, "rows trained")).isBetween(4_700.0, 4_950.0);
    // A third of the mails are spam.
    assertThat(ExampleJob.number(trained, "accuracy")).isGreaterThan(0.96);
    assertThat(ExampleJob.number(trained, "areaUnderROC")).isGreaterThan(0.98);
    assertThat(ExampleJob.number(spam.run("score"), "rows scored")).isEqualTo(250);
  }

  @Test
  void tellsProfitableMoviesInSpiteOfGaps() throws IOException {
    String trained = job("movie-profits", "data/movies.json", "movies").run("train");

    // 55% of all are profitable.
    assertThat(ExampleJob.number(trained, "rows measured")).isEqualTo(782);
    assertThat(ExampleJob.number(trained, "accuracy")).isGreaterThan(0.74);
    assertThat(ExampleJob.number(trained, "areaUnderROC")).isGreaterThan(0.83);
  }

  @ParameterizedTest
  @CsvSource({"mnist-mlp, 0.97", "mnist-cnn, 0.985"})
  void readsMnist(String name, double accuracy) throws IOException {
    ExampleJob mnist = job(name, "data/mnist/t10k-images-idx3-ubyte", "mnist");

    mnist.run("train");
    String evaluated = mnist.run("evaluate");

    assertThat(ExampleJob.number(evaluated, "rows measured")).isEqualTo(10_000);
    assertThat(ExampleJob.number(evaluated, "accuracy")).isGreaterThan(accuracy);
  }

  @Test
  void tellsClothes() throws IOException {
    ExampleJob clothes =
        job("fashion-mnist", "data/fashion-mnist/t10k-images-idx3-ubyte", "fashion");

    assertThat(ExampleJob.number(clothes.run("train"), "rows trained")).isEqualTo(60_000);
    String evaluated = clothes.run("evaluate");

    assertThat(ExampleJob.number(evaluated, "rows measured")).isEqualTo(10_000);
    assertThat(ExampleJob.number(evaluated, "accuracy")).isGreaterThan(0.875);
  }

  @Test
  void tellsClothesInTheFormatOfCifar10() throws IOException {
    String fashion = "data/fashion-mnist/t10k-images-idx3-ubyte";
    assumeTrue(Files.exists(Path.of(fashion)), "no " + fashion + ": bin/fetch-data fashion");
    Path images = folder.resolve("images");
    FashionAsCifar.main(new String[] {"data/fashion-mnist", images.toString()});
    ExampleJob clothes =
        new ExampleJob("cifar10", folder, "data/fashion-as-cifar10", images.toString());

    assertThat(ExampleJob.number(clothes.run("train"), "rows trained")).isEqualTo(20_000);
    String evaluated = clothes.run("evaluate");

    assertThat(ExampleJob.number(evaluated, "rows measured")).isEqualTo(2_000);
    assertThat(ExampleJob.number(evaluated, "accuracy")).isGreaterThan(0.86);
  }
}
