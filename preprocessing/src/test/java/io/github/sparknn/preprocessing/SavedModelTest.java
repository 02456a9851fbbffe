package io.github.sparknn.preprocessing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Models on disk. They are read without a Spark job, so that many can be tried. */
@Timeout(300)
class SavedModelTest {
  @TempDir private Path directory;
  private Path saved;

  @BeforeEach
  void save() throws IOException {
    saved = directory.resolve("model");
    table().write().save(saved.toString());
  }

  private static TablePreprocessorModel table() {
    return new TablePreprocessor()
        .setNumericCols(new String[] {"delay"})
        .setCategoricalCols(new String[] {"carrier"})
        .fit(Tables.flights());
  }

  private Path data() {
    return saved.resolve("data").resolve(FittedState.FILE);
  }

  private Path metadata() {
    return saved.resolve("metadata").resolve("part-00000");
  }

  /** Changes a file and removes Hadoop's own checksum, which not every file system has. */
  private static void change(Path file, UnaryOperator<byte[]> change) throws IOException {
    Files.write(file, change.apply(Files.readAllBytes(file)));
    Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
  }

  /** Changes the state and gives it its right checksum. */
  private void changeState(String from, String to) throws IOException {
    change(
        data(),
        file -> {
          String json = new String(file, UTF_8).substring(9);
          assertThat(json).contains(from);
          return FittedState.sealed(json.replace(from, to).getBytes(UTF_8));
        });
  }

  private void assertRefused(String reason) {
    assertThatThrownBy(() -> TablePreprocessorModel.load(saved.toString()))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot load TablePreprocessorModel from %s: %s", saved, reason);
  }

  @Test
  void keepsStatistics() {
    TablePreprocessorModel model = TablePreprocessorModel.load(saved.toString());
    assertThat(model.numericMeans()).containsExactly(4);
    assertThat(model.numericStds()).containsExactly(2);
    assertThat(model.categories().get("carrier")).containsExactly("AA", "DL");
  }

  @Test
  void refusesANewerFormatVersion() throws IOException {
    changeState("\"formatVersion\":3", "\"formatVersion\":4");
    assertRefused("format version 4 is newer than this library's 3");
    changeState("\"formatVersion\":4", "\"formatVersion\":2");
    assertRefused("there is no format version 2");
  }

  @Test
  void refusesDamagedData() throws IOException {
    change(data(), file -> Arrays.copyOf(file, file.length - 1));
    assertRefused("its data are damaged or incomplete (checksum differs)");
    change(data(), file -> Arrays.copyOf(file, 9));
    assertRefused("its data are no model, or the file is cut off");
    Files.delete(data());
    assertThatThrownBy(() -> TablePreprocessorModel.load(saved.toString()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "Cannot load TablePreprocessorModel from %s: there is no such path (File %s",
            saved, data());
  }

  @Test
  void refusesAlteredMetadata() throws IOException {
    change(metadata(), file -> new String(file, UTF_8).replace("delay", "delby").getBytes(UTF_8));
    assertRefused("its metadata were altered (checksum differs)");
    Files.delete(metadata());
    assertRefused("its metadata are missing");
  }

  @Test
  void refusesStatisticsThatDoNotBelongTogether() throws IOException {
    changeState("\"mean\":[4.0]", "\"mean\":[4.0,5.0]");
    assertRefused("its statistics are of several sizes, or lack the mean");
    changeState("\"mean\":[4.0,5.0]", "\"mean\":[4.0]");
    changeState("[\"AA\",\"DL\"]", "[\"AA\"]");
    assertThatThrownBy(() -> TablePreprocessorModel.load(saved.toString()))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Cannot load TablePreprocessorModel from %s: its files are", saved)
        .hasMessageContaining("it holds 3 shares of 1 categories (must be one more)");
  }

  @Test
  void refusesAnotherStage() throws IOException {
    saved = directory.resolve("estimator");
    new TablePreprocessor().write().save(saved.toString());
    assertRefused("it holds a io.github.sparknn.preprocessing.TablePreprocessor");
    saved = directory.resolve("nowhere");
    assertRefused("there is no such path (" + saved + ")");
  }

  /** One of each kind of model. */
  private static List<PipelineStage> models() {
    return List.of(
        table(),
        new RobustNormalizer().setInputCol("delay").setOutputCol("z").fit(Tables.flights()),
        new MissingValueImputer()
            .setInputCols(new String[] {"delay", "carrier"})
            .setOutputCols(new String[] {"d", "c"})
            .fit(Tables.flights()),
        new CategoryEncoder().setInputCol("carrier").setOutputCol("c").fit(Tables.flights()));
  }

  @Test
  void mutatedModelsAreTheSameOrRefused() throws Exception {
    Random random = new Random(5);
    int refused = 0;
    for (PipelineStage model : models()) {
      String name = model.getClass().getSimpleName();
      saved = directory.resolve(name);
      ((MLWritable) model).write().save(saved.toString());
      Map<Path, byte[]> files = new LinkedHashMap<>();
      for (Path file : List.of(data(), metadata())) {
        files.put(file, Files.readAllBytes(file));
      }
      String expected = load(model, name + " unchanged");
      assertThat(expected).isNotNull();
      for (int i = 0; i < 250; i++) {
        Path file = i % 3 == 0 ? metadata() : data();
        change(file, bytes -> mutated(bytes, random));
        String loaded = load(model, name + ", mutation " + i);
        if (loaded == null) {
          refused++;
        } else {
          assertThat(loaded).as(name + ", mutation " + i).isEqualTo(expected);
        }
        change(file, bytes -> files.get(file));
      }
    }
    assertThat(refused).isGreaterThan(900); // of 1,000; some replace a byte by itself
  }

  private static byte[] mutated(byte[] bytes, Random random) {
    byte[] copy = bytes.clone();
    int place = random.nextInt(copy.length);
    switch (random.nextInt(4)) {
      case 0, 1 -> copy[place] ^= (byte) (1 << random.nextInt(8));
      case 2 -> copy = Arrays.copyOf(copy, place);
      default -> copy = Arrays.copyOf(copy, copy.length + 1 + random.nextInt(100));
    }
    return copy;
  }

  /** What the model does; null when it is refused as it should be. */
  private String load(PipelineStage model, String what) throws Exception {
    MLReader<?> reader = (MLReader<?>) model.getClass().getMethod("read").invoke(null);
    try {
      PipelineStage loaded = (PipelineStage) reader.load(saved.toString());
      return loaded.uid()
          + loaded.explainParams()
          + loaded.transformSchema(Tables.flights().schema()).json();
    } catch (IllegalArgumentException e) {
      assertThat(e)
          .as(what)
          .hasMessageStartingWith("Cannot load ")
          .hasMessageContaining("" + saved);
      return null;
    }
  }
}
