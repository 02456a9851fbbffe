package io.github.sparknn.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.sparknn.estimators.NeuralNetworkClassifier;
import io.github.sparknn.preprocessing.TablePreprocessor;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleArrayParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every parameter of every stage can be set in a job file. */
class StageParamsTest {
  private static final ObjectMapper YAML = new YAMLMapper();
  private static final String NETWORK = "{\"confs\": []}";

  static List<String> stages() {
    return StageFactory.OWN_STAGES;
  }

  @Test
  void allPublicStagesAreKnown() throws Exception {
    List<String> found = new ArrayList<>(publicStages(NeuralNetworkClassifier.class));
    found.addAll(publicStages(TablePreprocessor.class));
    assertThat(StageFactory.OWN_STAGES).containsExactlyInAnyOrderElementsOf(found);
  }

  /** The simple names of the stages beside a class, in a folder or in a jar, that are no models. */
  private static List<String> publicStages(Class<?> neighbour)
      throws IOException, URISyntaxException {
    Path root = Path.of(neighbour.getProtectionDomain().getCodeSource().getLocation().toURI());
    if (Files.isDirectory(root)) {
      return publicStages(neighbour, root);
    }
    try (FileSystem jar = FileSystems.newFileSystem(root)) {
      return publicStages(neighbour, jar.getPath("/"));
    }
  }

  private static List<String> publicStages(Class<?> neighbour, Path root) throws IOException {
    String folder = neighbour.getPackageName();
    try (Stream<Path> files = Files.list(root.resolve(folder.replace('.', '/')))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.matches("\\w+\\.class"))
          .map(file -> folder + "." + file.replace(".class", ""))
          .map(StageParamsTest::load)
          .filter(PipelineStage.class::isAssignableFrom)
          .filter(type -> !Model.class.isAssignableFrom(type))
          .filter(type -> Modifier.isPublic(type.getModifiers()))
          .filter(type -> !Modifier.isAbstract(type.getModifiers()))
          .map(Class::getSimpleName)
          .toList();
    }
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, StageParamsTest.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("stages")
  void everyParameterIsSetAndReadBack(String name) throws JsonProcessingException {
    PipelineStage defaults = create(name, Map.of());
    assertThat(defaults.params()).isNotEmpty();
    for (Param<?> param : defaults.params()) {
      Object legal = legal(defaults, param);
      String yaml = YAML.writeValueAsString(Map.of(name, Map.of(param.name(), legal)));
      PipelineStage made =
          StageFactory.create(YAML.readValue(yaml, StageSection.class), "train.stages[0]");
      assertThat(made.get(made.getParam(param.name())).get()).as(yaml).isEqualTo(legal);
    }
  }

  private static PipelineStage create(String name, Map<String, Object> params)
      throws JsonProcessingException {
    String yaml = YAML.writeValueAsString(Map.of(name, params));
    return StageFactory.create(YAML.readValue(yaml, StageSection.class), "train.stages[0]");
  }

  /** A value that the parameter takes and that is not its default. */
  private static Object legal(PipelineStage stage, Param<?> param) {
    Object ordinary = stage.getDefault(param).getOrElse(() -> null);
    return candidates(param)
        .filter(value -> ParamProbe.accepts(param, value))
        .filter(value -> !Objects.deepEquals(value, ordinary))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no legal value of " + param + ": " + param.doc()));
  }

  private static Stream<?> candidates(Param<?> param) {
    if (param instanceof IntParam) {
      return Stream.of(3, 2, 1);
    } else if (param instanceof LongParam) {
      return Stream.of(5_000_000_000L);
    } else if (param instanceof DoubleParam) {
      return Stream.of(0.125, 2.5);
    } else if (param instanceof BooleanParam) {
      return Stream.of(true, false);
    } else if (param instanceof IntArrayParam) {
      return Stream.of(new int[] {3}, new int[] {3, 2}, new int[] {3, 2, 1});
    } else if (param instanceof DoubleArrayParam) {
      return Stream.of(new double[] {0.25, 0.75}, new double[] {2.5});
    } else if (param instanceof StringArrayParam) {
      return Stream.concat(
              Stream.of("a"), ParamProbe.words(param).flatMap(word -> Stream.of(word, "a=" + word)))
          .map(word -> new String[] {word});
    } else if (param.name().equals("network")) {
      return Stream.of(NETWORK);
    }
    return Stream.concat(Stream.of("some text"), ParamProbe.words(param));
  }
}
