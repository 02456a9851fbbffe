package io.github.sparknn.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparknn.estimators.NeuralNetworkClassifier;
import io.github.sparknn.preprocessing.TablePreprocessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.ml.PipelineStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverridesTest {
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void writeJob() throws IOException {
    file =
        Files.writeString(
            folder.resolve("job.yaml"),
            """
            data: {path: in, options: {a.b: "1"}}
            model: {path: m}
            train:
              where: x > 0
              stages:
                - TablePreprocessor
                - NeuralNetworkClassifier: {hiddenLayers: [64], epochs: 20}
            """);
  }

  private JobFile read(String... overrides) {
    return JobFile.read(file, List.of(overrides));
  }

  private NeuralNetworkClassifier network(String... overrides) {
    PipelineStage[] stages = read(overrides).train().pipeline().getStages();
    return (NeuralNetworkClassifier) stages[1];
  }

  private void assertRefused(String override, String reason) {
    String path = override.replaceFirst("=.*", "");
    assertThatThrownBy(() -> read(override))
        .isInstanceOf(InvalidJobFileException.class)
        .hasMessage("Cannot read " + file + " with --set " + path + ": " + reason);
  }

  @Test
  void setsKeysThatAreThereAndThatAreNot() {
    JobFile job = read("model.path=models/new", "app=late flights", "train.holdout.fraction=0.25");
    assertThat(job.model().path()).isEqualTo("models/new");
    assertThat(job.app()).isEqualTo("late flights");
    assertThat(job.train().holdout()).isEqualTo(new HoldoutSection(0.25, 0, null));
    assertThat(job.train().where()).isEqualTo("x > 0");
  }

  @Test
  void setsParametersOfAStageByItsPlaceOrName() {
    assertThat(network("train.stages[1].epochs=5").getEpochs()).isEqualTo(5);
    assertThat(network("train.stages[1].NeuralNetworkClassifier.epochs=6").getEpochs())
        .isEqualTo(6);
    NeuralNetworkClassifier network =
        network(
            "train.stages.NeuralNetworkClassifier.epochs=7",
            "train.stages.NeuralNetworkClassifier.hiddenLayers=[8, 4]",
            "train.stages.NeuralNetworkClassifier.learningRate=1e-2");
    assertThat(network.getEpochs()).isEqualTo(7);
    assertThat(network.getHiddenLayers()).containsExactly(8, 4);
    assertThat(network.getLearningRate()).isEqualTo(0.01);
  }

  @Test
  void setsParametersOfAStageThatHasNone() {
    for (String stage : new String[] {"[0]", ".TablePreprocessor", "[0].TablePreprocessor"}) {
      JobFile job = read("train.stages" + stage + ".numericCols=[x]");
      TablePreprocessor table = (TablePreprocessor) job.train().pipeline().getStages()[0];
      assertThat(table.getNumericCols()).containsExactly("x");
    }
  }

  @Test
  void replacesWholeSectionsAndElements() {
    JobFile job =
        read(
            "data={table: db.flights}",
            "train.stages[1]={NeuralNetworkClassifier: {epochs: 3}}",
            "score={output: {path: out}}");
    assertThat(job.data().table()).isEqualTo("db.flights");
    assertThat(job.train().stages().get(1).params()).containsOnlyKeys("epochs");
    assertThat(job.score().output().path()).isEqualTo("out");
  }

  @Test
  void takesAKeyAwayWhereThereIsNoValue() {
    assertThat(read("train.where=").train().where()).isNull();
    assertThat(read("train.stages[0]=").train().stages()).hasSize(1);
  }

  @Test
  void takesKeysWithDotsInQuotesAndValuesWithEqualsSigns() {
    assertThat(read("data.options.\"a.b\"=2").data().options()).containsOnlyKeys("a.b");
    assertThat(read("data.options.\"c=d\"=2").data().options()).containsEntry("c=d", "2");
    assertThat(read("train.where=x = 1 AND y = 2").train().where()).isEqualTo("x = 1 AND y = 2");
  }

  @Test
  void addsToMapsOfOneCapitalKey() {
    JobFile job = read("data.columns.Weekday=day % 7", "data.columns.Hour=time div 100");
    assertThat(job.data().columns()).containsOnlyKeys("Weekday", "Hour");
  }

  @Test
  void leavesTheFileAsItIs() throws IOException {
    String before = Files.readString(file);
    read("model.path=other");
    assertThat(file).content().isEqualTo(before);
  }

  @Test
  void namesTheNearestKnownKey() {
    assertRefused("trian.where=y", "unknown key 'trian' (did you mean 'train'?)");
    assertRefused("model.pth=y", "unknown key 'pth' in model (did you mean 'path'?)");
    assertRefused(
        "train.stages[1].epoch=5",
        "unknown key 'epoch' in train.stages[1] NeuralNetworkClassifier (did you mean 'epochs'?)");
    assertRefused(
        "train.stages.NeuralNetworkClasifier.epochs=5",
        "Invalid --set train.stages.NeuralNetworkClasifier.epochs: no 'NeuralNetworkClasifier' in"
            + " train.stages (did you mean 'NeuralNetworkClassifier'?)");
  }

  @Test
  void refusesValuesThatCannotBe() {
    assertRefused(
        "train.stages[1].epochs=many",
        "Invalid epochs: \"many\" (must be an integer) in train.stages[1] NeuralNetworkClassifier");
    assertRefused(
        "model.mode=replace",
        "Invalid model.mode: \"replace\" (must be one of error, overwrite, append)");
    assertRefused("model.path=", "missing key 'path' in model");
  }

  @Test
  void keepsTextsThatLookLikeNumbers() throws IOException {
    String tags =
        "{a: 1.10, b: 2024_01, c: 012345, d: True, e: 1e3, f: 0x1F, g: \"1.10\", "
            + "h: ~, i: \"\\x07\\u00e9\\U0001F600\"}";
    String job =
        """
        app: 1.10
        data: {path: in, options: %s}
        model: {path: 2024_01}
        train:
          holdout: {fraction: 0.250, seed: 1_000}
          stages:
            - NeuralNetworkClassifier: {hiddenLayers: [1_6, 8], learningRate: 1.0e-2, epochs: 3}
        score: {columns: [1.50, 007], output: {path: out}}
        """
            .formatted(tags);
    Files.writeString(file, job);
    JobFile plain = read();
    assertThat(plain.app()).isEqualTo("1.10");
    assertThat(plain.data().options()).containsEntry("b", "2024_01").containsEntry("d", "True");

    assertThat(read("train.where=x > 0", "train.where=")).isEqualTo(plain);
    assertThat(read("app=1.10", "data.options=" + tags)).isEqualTo(plain);
    assertThat(read("app=012345", "model.path=2024_02").app()).isEqualTo("012345");
    assertThat(read("data.options.d=False").data().options()).containsEntry("d", "False");
  }

  @Test
  void tellsNoLinesOfAFileThatNobodySees() {
    assertRefused("data.options=[1]", "Invalid data.options (must be a section of keys)");
    assertRefused("data.columns={a: {b: 1}}", "Invalid data.columns.a (must be text)");
  }

  @Test
  void takesOneDocument() {
    assertThatThrownBy(() -> read("app=a\n---\nb"))
        .hasMessageContaining("Invalid --set app: its value is not YAML (more than one document)");
  }

  @Test
  void tellsNoValueInErrors() {
    for (String secret :
        List.of("data.options.password=hunter2", "data.options.\"k=v\"=hunter2", "app=[hunter2")) {
      assertThatThrownBy(() -> read(secret, "model.path="))
          .isInstanceOf(InvalidJobFileException.class)
          .hasMessageContaining(" with --set " + secret.replaceFirst("=\\[?hunter2", ""))
          .hasMessageContaining(" --set model.path: ")
          .hasMessageNotContaining("hunter2");
    }
    assertThatThrownBy(() -> read("data.options.password:hunter2"))
        .hasMessageContaining("Invalid --set data.options.password: must be PATH=VALUE")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void refusesPathsThatLeadNowhere() {
    String must = "must be PATH=VALUE, such as train.stages[0].epochs=5";
    assertRefused("model.path", "Invalid --set model.path: " + must);
    assertRefused("=5", "Invalid --set : " + must);
    assertRefused("train..where=5", "Invalid --set train..where: " + must);
    assertRefused(
        "train.stages[2].epochs=5",
        "Invalid --set train.stages[2].epochs: train.stages has 2 elements, the first is [0]");
    assertRefused("model.path.x=5", "Invalid --set model.path.x: model.path is no section of keys");
    assertRefused(
        "train.stages[1][0]=5", "Invalid --set train.stages[1][0]: train.stages[1] is no list");
    assertRefused("model[0]=5", "Invalid --set model[0]: model is no list");
    assertThatThrownBy(() -> read("app=[1"))
        .hasMessageContaining("Invalid --set app: its value is not YAML (");
    assertThatThrownBy(
            () ->
                read(
                    "train.stages[0]=NeuralNetworkClassifier",
                    "train.stages.NeuralNetworkClassifier.epochs=1"))
        .hasMessageContaining("train.stages has 'NeuralNetworkClassifier' 2 times");
  }
}
