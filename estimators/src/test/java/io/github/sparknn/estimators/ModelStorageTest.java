package io.github.sparknn.estimators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparknn.preprocessing.TablePreprocessor;
import io.github.sparknn.testing.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelStorageTest {
  private static final Dataset<Row> TABLE = TestTables.halves(100);
  private static NeuralNetworkClassificationModel model;
  @TempDir Path folder;

  @BeforeAll
  static void fit() {
    model =
        TestTables.classifier()
            .setEpochs(1)
            .setLabelCol("name")
            .setHandleInvalid("keep")
            .fit(TABLE);
  }

  private String saved() throws IOException {
    String path = folder.resolve("model").toString();
    model.save(path);
    return path;
  }

  private static Path dataFile(String path) throws IOException {
    try (Stream<Path> files = Files.list(Path.of(path, "data"))) {
      return files.filter(file -> file.toString().endsWith(".parquet")).findFirst().orElseThrow();
    }
  }

  @Test
  void aLoadedModelPredictsTheSame() throws IOException {
    NeuralNetworkClassificationModel loaded = NeuralNetworkClassificationModel.load(saved());

    assertThat(loaded.uid()).isEqualTo(model.uid());
    assertThat(loaded.parameters()).isEqualTo(model.parameters());
    assertThat(loaded.networkSpec()).isEqualTo(model.networkSpec());
    assertThat(loaded.labels()).containsExactly("left", "right");
    assertThat(loaded.getHandleInvalid()).isEqualTo("keep");
    assertThat(loaded.report()).isEmpty();
    assertThat(loaded.transform(TABLE).collectAsList())
        .isEqualTo(model.transform(TABLE).collectAsList());
  }

  @Test
  void aPipelineOfPreprocessorAndClassifierRoundTrips() throws IOException {
    String path = folder.resolve("pipeline").toString();
    PipelineModel pipeline =
        new Pipeline()
            .setStages(
                new PipelineStage[] {
                  new TablePreprocessor()
                      .setNumericCols(new String[] {"a", "b"})
                      .setCategoricalCols(new String[] {"id"})
                      .setOutputCol("inputs"),
                  TestTables.classifier().setFeaturesCol("inputs").setEpochs(1)
                })
            .fit(TABLE);

    pipeline.save(path);

    assertThat(PipelineModel.load(path).transform(TABLE).collectAsList())
        .isEqualTo(pipeline.transform(TABLE).collectAsList());
  }

  @Test
  void anUnfittedClassifierRoundTrips() throws IOException {
    String path = folder.resolve("classifier").toString();
    NeuralNetworkClassifier classifier = TestTables.classifier();
    classifier.save(path);

    NeuralNetworkClassifier loaded = NeuralNetworkClassifier.load(path);

    assertThat(loaded.uid()).isEqualTo(classifier.uid());
    assertThat(loaded.getLearningRate()).isEqualTo(0.05);
    assertThat(loaded.getHiddenLayers()).containsExactly(8);
    assertThat(loaded.getSeed()).isEqualTo(3L);
  }

  @Test
  void refusesAPathThatExistsUnlessToldToOverwrite() throws IOException {
    String path = saved();

    assertThatThrownBy(() -> model.save(path)).hasMessageContaining("already exists");
    model.write().overwrite().save(path);
    assertThat(NeuralNetworkClassificationModel.load(path).labels()).hasSize(2);
  }

  @Test
  void refusesAFormatOfTheFuture() throws IOException {
    String path = saved();
    Dataset<Row> future =
        SharedSpark.session()
            .read()
            .parquet(path + "/data")
            .withColumn("formatVersion", functions.lit(2));
    List<Row> rows = future.collectAsList();
    SharedSpark.session()
        .createDataFrame(rows, future.schema())
        .write()
        .mode("overwrite")
        .parquet(path + "/data");

    assertThatThrownBy(() -> NeuralNetworkClassificationModel.load(path))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot load NeuralNetworkClassificationModel from "
                + path
                + ": format version 2 is newer than this library's 1");
  }

  @Test
  void refusesDamagedFiles() throws IOException {
    String path = saved();
    Path file = dataFile(path);
    byte[] bytes = Files.readAllBytes(file);
    Files.delete(file.resolveSibling("." + file.getFileName() + ".crc"));
    Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length / 2));

    assertThatThrownBy(() -> NeuralNetworkClassificationModel.load(path))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "Cannot load NeuralNetworkClassificationModel from "
                + path
                + ": its files are damaged or incomplete");
  }

  @Test
  void refusesAPathWithoutAModel() {
    String path = folder.resolve("nowhere").toString();

    assertThatThrownBy(() -> NeuralNetworkClassificationModel.load(path))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot load NeuralNetworkClassificationModel from "
                + path
                + ": there is no such path");
  }

  @Test
  void refusesAnotherStage() throws IOException {
    String path = folder.resolve("estimator").toString();
    TestTables.classifier().save(path);

    assertThatThrownBy(() -> NeuralNetworkClassificationModel.load(path))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot load NeuralNetworkClassificationModel from "
                + path
                + ": it holds a io.github.sparknn.estimators.NeuralNetworkClassifier");
  }
}
