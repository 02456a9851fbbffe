package io.github.sparknn.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparknn.estimators.NetworkModel;
import io.github.sparknn.estimators.NeuralNetworkClassificationModel;
import io.github.sparknn.estimators.NeuralNetworkClassifier;
import io.github.sparknn.training.Versions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.VectorAssembler;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectTest {
  private static final String NO_REPORT = "No report of the training was saved with this model";
  @TempDir private static Path shared;
  private static JobFixture jobs;
  private static String model;
  @TempDir private Path folder;

  @BeforeAll
  static void train() throws IOException {
    jobs = new JobFixture(shared);
    model = shared.resolve("model").toString();
    Path job =
        jobs.job(
            """
            TablePreprocessor: {numericCols: [x, y], numericScaling: minMax}
            NeuralNetworkClassifier: {hiddenLayers: [4], epochs: 2, workers: 2, seed: 1}
            """);
    assertThat(jobs.run("train", job)).as(jobs.err.toString()).isZero();
  }

  private String inspect(String path, String... more) {
    String[] args = {"inspect", "--model", path};
    String[] all = Arrays.copyOf(args, args.length + more.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    assertThat(jobs.runMain(all)).as(jobs.err.toString()).isZero();
    assertThat(jobs.err.toString()).isEmpty();
    return jobs.out.toString();
  }

  private void assertRefused(String path, String message) {
    assertThat(jobs.runMain("inspect", "--model", path)).isEqualTo(1);
    assertThat(jobs.err.toString()).startsWith("sparknn: " + message).hasLineCount(1);
    assertThat(jobs.out.toString()).isEmpty();
  }

  @Test
  void tellsWhatAPipelineIsAndHowItWasTrained() throws IOException {
    Path moved = Files.move(shared.resolve("table"), shared.resolve("elsewhere"));
    String told = inspect(model);
    Files.move(moved, shared.resolve("table"));

    assertThat(told)
        .containsPattern("^PipelineModel pipeline_\\w+, saved by Spark [\\d.]+ on 20\\d\\d-")
        .containsPattern("stage 0: TablePreprocessorModel \\w+\n")
        .contains(
            """
            numericCols           ["x","y"]
            numericScaling        minMax
            """)
        .containsPattern("stage 1: NeuralNetworkClassificationModel \\w+\n")
        .contains(
            """
            labels                0.0, 1.0
            format                2

            layer                 type                            output      parameters     FLOP a sample
            layer0                DenseLayer                           4              12                16
            layer1                OutputLayer                          2              10                16
            all                                                                       22                32
            """)
        .contains("engine, workers       blas, 2")
        .contains("epochs                2")
        .containsPattern("loss {18}0\\.\\d{4}")
        .contains("trained by DL4J       1.0.0-M2.1")
        .contains("trained by SparkNN    " + Versions.sparknn())
        .contains(
            "training columns      id: bigint, x: double, y: double, label: int, features:"
                + " array<float>\n")
        .doesNotContain("outputCol", NO_REPORT);
  }

  @Test
  void writesThePageOfTheTraining() throws IOException {
    Path page = Files.writeString(folder.resolve("page.html"), "old");

    inspect(model, "--html", page.toString());

    String report =
        ((NetworkModel<?>) PipelineModel.load(model).stages()[1])
            .summary()
            .report()
            .toHtml("model");
    assertThat(page).content().isEqualTo(report).contains("Does Spark help here?");
    assertThat(folder).isDirectoryNotContaining("glob:**.crc");
  }

  @Test
  void tellsOfDl4jsZipWhatItHolds() {
    NeuralNetworkClassificationModel network =
        new NeuralNetworkClassifier()
            .setFeaturesCols(new String[] {"x", "y"})
            .setHiddenLayers(new int[] {3})
            .setEpochs(1)
            .setWorkers(1)
            .fit(
                JobFixture.spark()
                    .read()
                    .orc(shared.resolve("table").toString())
                    .where("label IS NOT NULL"));
    String zip = folder.resolve("network.zip").toString();
    network.saveDl4j(zip);
    Path page = folder.resolve("page.html");

    String told = inspect(zip, "--html", page.toString());

    assertThat(told)
        .startsWith("a network in DL4J's zip\n\nstage 0: NeuralNetworkClassificationModel ")
        .contains("layer1                OutputLayer                          2               8 ")
        .contains(NO_REPORT);
    assertThat(page)
        .content()
        .contains("<h1>network.zip</h1>", NO_REPORT, "<th>layer1</th><td>OutputLayer</td>");
  }

  @Test
  void tellsOfOtherStagesTheirParameters() throws IOException {
    PipelineStage assembler =
        new VectorAssembler().setInputCols(new String[] {"x", "y"}).setOutputCol("features");
    String path = folder.resolve("unfitted").toString();
    new Pipeline().setStages(new PipelineStage[] {assembler}).save(path);

    assertThat(inspect(path))
        .startsWith("Pipeline pipeline_")
        .containsPattern("stage 0: VectorAssembler \\w+\ninputCols {13}\\[\"x\",\"y\"]\n")
        .contains("outputCol             features")
        .doesNotContain("handleInvalid", "layer", NO_REPORT);
  }

  @Test
  void refusesWhatIsNoModel() throws IOException {
    String gone = folder.resolve("gone").toString();
    assertRefused(
        gone, "Cannot load saved model from " + gone + ": there is no such path (" + gone + ")");
    String table = shared.resolve("table").toString();
    assertRefused(
        table,
        "Cannot load saved model from "
            + table
            + ": it is no saved model (it has no folder metadata)");
    Path file = Files.writeString(folder.resolve("file"), "text");
    assertRefused(file.toString(), "Cannot load DL4J network from " + file + ": ");
    assertThat(jobs.runMain("inspect")).isEqualTo(2);
    assertThat(jobs.err.toString()).contains("Missing required option: '--model=PATH'");
  }

  @Test
  void refusesWhatWasAltered() throws IOException {
    String altered = folder.resolve("altered").toString();
    PipelineModel.load(model).save(altered);
    Path metadata = Path.of(altered, "metadata", "part-00000");
    String text = Files.readString(metadata);
    change(metadata, text.replace("ml.PipelineModel", "ml.Nothing"));
    assertRefused(
        altered,
        "Cannot load saved model from "
            + altered
            + ": its class org.apache.spark.ml.Nothing is not on the class path");
    change(metadata, text);
    Path data = file("altered/stages/1_", "data/model.bin");
    byte[] bytes = Files.readAllBytes(data);
    bytes[bytes.length - 1] ^= 1;
    Files.write(data, bytes);
    Files.deleteIfExists(data.resolveSibling("." + data.getFileName() + ".crc"));
    assertRefused(
        altered,
        "Cannot load saved model from "
            + altered
            + ": Cannot load NeuralNetworkClassificationModel from "
            + data.getParent().getParent()
            + ": its data are damaged or incomplete (checksum differs)");
  }

  private Path file(String prefix, String name) throws IOException {
    try (var files = Files.walk(folder)) {
      return files
          .filter(path -> path.toString().contains(prefix) && path.endsWith(name))
          .findFirst()
          .orElseThrow();
    }
  }

  private static void change(Path file, String text) throws IOException {
    Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
  }
}
