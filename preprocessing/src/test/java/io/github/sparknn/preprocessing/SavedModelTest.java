package io.github.sparknn.preprocessing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparknn.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedModelTest {
  @TempDir private Path directory;
  private Path saved;

  @BeforeEach
  void save() throws IOException {
    saved = directory.resolve("model");
    new TablePreprocessor()
        .setNumericCols(new String[] {"delay"})
        .setCategoricalCols(new String[] {"carrier"})
        .fit(Tables.flights())
        .write()
        .save(saved.toString());
  }

  @Test
  void keepsStatistics() {
    TablePreprocessorModel model = TablePreprocessorModel.load(saved.toString());
    assertThat(model.numericMeans()).containsExactly(4);
    assertThat(model.numericStds()).containsExactly(2);
    assertThat(model.categories().get("carrier")).containsExactly("AA", "DL");
  }

  @Test
  void refusesANewerFormatVersion() {
    rewrite(saved().withColumn("formatVersion", functions.lit(3)));
    assertThatThrownBy(() -> TablePreprocessorModel.load(saved.toString()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot load TablePreprocessorModel from %s: format version 3 is newer than this"
                + " library's 2",
            saved);
  }

  @Test
  void readsTheFirstFormat() {
    rewrite(
        saved()
            .selectExpr(
                "1 AS formatVersion",
                "numbers['mean'] AS numericMeans",
                "numbers['std'] AS numericStds",
                "categories"));
    TablePreprocessorModel model = TablePreprocessorModel.load(saved.toString());
    assertThat(model.numericMeans()).containsExactly(4);
    assertThat(model.numericStds()).containsExactly(2);
    assertThat(Tables.floats(model.transform(Tables.flights()), "features"))
        .startsWith(new float[] {-1, 0, 1, 0}, new float[] {0, 1, 0, 0});
  }

  @Test
  void readsTheFirstFormatOfStandardNormalizer() throws IOException {
    String path = directory.resolve("normalizer").toString();
    StandardNormalizer stage = new StandardNormalizer().setInputCol("delay").setOutputCol("z");
    Dataset<Row> expected = stage.fit(Tables.flights()).transform(Tables.flights());
    saved = Path.of(path);
    stage.fit(Tables.flights()).write().save(path);
    rewrite(
        saved()
            .selectExpr(
                "1 AS formatVersion",
                "transform(columns, c -> c['mean']) AS means",
                "transform(columns, c -> c['std']) AS stds"));
    StandardNormalizerModel model = StandardNormalizerModel.load(path);
    assertThat(model.transform(Tables.flights()).collectAsList())
        .isEqualTo(expected.collectAsList());
  }

  private Dataset<Row> saved() {
    return SharedSpark.session().read().parquet(saved.resolve("data").toString());
  }

  private void rewrite(Dataset<Row> data) {
    List<Row> rows = data.collectAsList();
    SharedSpark.session()
        .createDataFrame(rows, data.schema())
        .write()
        .mode("overwrite")
        .parquet(saved.resolve("data").toString());
  }

  @Test
  void saysWhereDataIsMissing() throws IOException {
    for (Path file : dataFiles()) {
      Files.delete(file);
    }
    Files.delete(saved.resolve("data"));
    assertCorrupt();
  }

  @Test
  void saysWhereDataIsCorrupt() throws IOException {
    for (Path file : dataFiles()) {
      if (file.toString().endsWith(".crc")) {
        Files.delete(file);
      } else {
        Files.writeString(file, "not Parquet");
      }
    }
    assertCorrupt();
  }

  private void assertCorrupt() {
    assertThatThrownBy(() -> TablePreprocessorModel.load(saved.toString()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "Cannot load TablePreprocessorModel from %s: %s/data is missing or corrupt: ",
            saved, saved)
        .hasCauseInstanceOf(Exception.class);
  }

  private List<Path> dataFiles() throws IOException {
    try (Stream<Path> files = Files.list(saved.resolve("data"))) {
      return files.toList();
    }
  }

  @Test
  void refusesAnotherStage() throws IOException {
    String other = directory.resolve("estimator").toString();
    new TablePreprocessor().write().save(other);
    assertThatThrownBy(() -> TablePreprocessorModel.load(other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot load TablePreprocessorModel from %s: it holds a TablePreprocessor", other);
  }
}
