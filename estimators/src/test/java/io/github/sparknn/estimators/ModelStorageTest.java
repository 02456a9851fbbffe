package io.github.sparknn.estimators;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparknn.preprocessing.TablePreprocessor;
import io.github.sparknn.training.network.ModelState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
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

  private static Path dataFile(String path) {
    return Path.of(path, "data", "model.bin");
  }

  private static Path metadataFile(String path) {
    return Path.of(path, "metadata", "part-00000");
  }

  /** Changes a file and removes Hadoop's own checksum, which not every file system has. */
  private static void change(Path file, UnaryOperator<byte[]> change) throws IOException {
    Files.write(file, change.apply(Files.readAllBytes(file)));
    Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
  }

  private static void assertRefused(String path, String reason) {
    assertThatThrownBy(() -> NeuralNetworkClassificationModel.load(path))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot load NeuralNetworkClassificationModel from " + path + ": " + reason);
  }

  @Test
  void aLoadedModelPredictsTheSame() throws IOException {
    NeuralNetworkClassificationModel loaded = NeuralNetworkClassificationModel.load(saved());

    assertThat(loaded.uid()).isEqualTo(model.uid());
    assertThat(loaded.parameters()).isEqualTo(model.parameters());
    assertThat(loaded.networkSpec()).isEqualTo(model.networkSpec());
    assertThat(loaded.labels()).containsExactly("left", "right");
    assertThat(loaded.getHandleInvalid()).isEqualTo("keep");
    assertThat(loaded.report().orElseThrow().toHtml())
        .isEqualTo(model.report().orElseThrow().toHtml());
    assertThat(loaded.layers()).isEqualTo(model.layers()).hasSize(2);
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
    change(
        dataFile(path),
        bytes -> {
          bytes[Integer.BYTES] = 3;
          return bytes;
        });

    assertRefused(path, "format version 3 is newer than this library's 2");
  }

  @Test
  void refusesDamagedFiles() throws IOException {
    String path = saved();
    byte[] whole = Files.readAllBytes(dataFile(path));

    change(dataFile(path), bytes -> Arrays.copyOf(bytes, bytes.length / 2));
    assertRefused(path, "its data are damaged or incomplete (checksum differs)");
    change(dataFile(path), bytes -> Arrays.copyOf(bytes, 10));
    assertRefused(path, "its data are no model, or the file is cut off");
    change(dataFile(path), bytes -> whole);
    assertThat(NeuralNetworkClassificationModel.load(path).labels()).hasSize(2);
    Files.delete(dataFile(path));
    assertThatThrownBy(() -> NeuralNetworkClassificationModel.load(path))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "Cannot load NeuralNetworkClassificationModel from %s: there is no such path (File %s"
                .formatted(path, dataFile(path)));
  }

  @Test
  void aModelWithoutAReportLoads() throws IOException {
    String path = saved();
    Path report = Path.of(path, "data", "report.json");
    change(report, bytes -> Arrays.copyOf(bytes, bytes.length / 2));
    assertRefused(path, "its report was altered (checksum differs)");
    Files.delete(report);
    assertThat(NeuralNetworkClassificationModel.load(path).report()).isEmpty();
  }

  @Test
  void refusesAlteredMetadata() throws IOException {
    String path = saved();

    change(
        metadataFile(path),
        bytes -> new String(bytes, UTF_8).replace("\"name\"", "\"mane\"").getBytes(UTF_8));
    assertRefused(path, "its metadata were altered (checksum differs)");
    Files.delete(metadataFile(path));
    assertRefused(path, "its metadata are missing");
  }

  @Test
  void refusesANetworkThatDoesNotFitTheLabels() throws IOException {
    String path = saved();
    ModelFile file = ModelFile.parse(Files.readAllBytes(dataFile(path)));
    Map<String, Object> labels = Map.of("labelKind", "NUMBER", "labels", List.of("1", "2", "3"));
    byte[] altered = new ModelFile(file.fitted(), labels, file.metadataCrc32()).toBytes();
    change(dataFile(path), bytes -> altered);

    assertRefused(path, "its network gives 2 values (must be 3)");
  }

  @Test
  void refusesANetworkOfAnotherNumberOfParameters() throws IOException {
    ModelFile file = ModelFile.parse(Files.readAllBytes(dataFile(saved())));
    FittedNetwork cut =
        new FittedNetwork(
            file.fitted().network(),
            ModelState.ofParameters(new float[41]),
            file.fitted().features());
    byte[] bytes = new ModelFile(cut, file.state(), 0).toBytes();

    assertThatThrownBy(() -> ModelFile.parse(bytes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("it holds 41 parameters (its network has 42)");
  }

  @Test
  void refusesAPathWithoutAModel() {
    String path = folder.resolve("nowhere").toString();

    assertRefused(path, "there is no such path (" + path + ")");
  }

  @Test
  void refusesAnotherStage() throws IOException {
    String path = folder.resolve("estimator").toString();
    TestTables.classifier().save(path);

    assertRefused(path, "it holds a io.github.sparknn.estimators.NeuralNetworkClassifier");
  }
}
