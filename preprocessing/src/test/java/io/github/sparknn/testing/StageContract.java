package io.github.sparknn.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamPair;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.Executable;
import scala.collection.JavaConverters;

/**
 * What every Spark ML stage keeps to, as dynamic tests: use it in a {@code @TestFactory}. An
 * estimator is tested together with the model that it fits.
 */
public final class StageContract {
  private final PipelineStage stage;
  private final Dataset<Row> data;
  private final Path directory;

  private StageContract(PipelineStage stage, Dataset<Row> data, Path directory) {
    this.stage = stage;
    this.data = data;
    this.directory = directory;
  }

  /**
   * The tests of an estimator and its model, or of a transformer.
   *
   * @param data small; what the stage is fitted on and transforms
   * @param directory an empty directory for saved stages
   */
  public static Stream<DynamicTest> of(PipelineStage stage, Dataset<Row> data, Path directory) {
    Stream<DynamicTest> own = new StageContract(stage, data, directory).tests();
    if (!(stage instanceof Estimator<?> estimator)) {
      return own;
    }
    Model<?> model = estimator.fit(data);
    return Stream.concat(own, new StageContract(model, data, directory).tests());
  }

  private Stream<DynamicTest> tests() {
    Map<String, Executable> tests = new LinkedHashMap<>();
    tests.put("params are sorted, owned and have getters", this::checkParams);
    tests.put("copy keeps uid, parent and every value", this::checkCopy);
    tests.put("extra params change the copy alone", this::checkCopyWithExtra);
    tests.put("Java serialization keeps params and output", this::checkJavaSerialization);
    tests.put("save refuses an existing path, overwrite replaces it", this::checkSave);
    tests.put("load gives the same params and output", this::checkLoad);
    tests.put("round trip inside a Pipeline and a PipelineModel", this::checkPipeline);
    tests.put("transformSchema is the schema that transform gives", this::checkSchema);
    tests.put("input and stage are not changed, the output repeats", this::checkUnchanged);
    if (!(stage instanceof Model)) {
      tests.put("setters return the stage", this::checkSetters);
    }
    String name = stage.getClass().getSimpleName();
    return tests.entrySet().stream()
        .map(test -> DynamicTest.dynamicTest(name + ": " + test.getKey(), test.getValue()));
  }

  private void checkParams() throws Exception {
    List<String> names = Arrays.stream(stage.params()).map(Param::name).toList();
    assertThat(names).isSorted().doesNotHaveDuplicates().isNotEmpty();
    for (Param<?> param : stage.params()) {
      assertThat(param.parent()).isEqualTo(stage.uid());
      assertThat(stage.getParam(param.name())).isSameAs(param);
      assertThat(param.doc()).isNotBlank();
      assertThat(stage.getClass().getMethod("get" + capitalized(param)).getParameterCount())
          .isZero();
    }
  }

  /** Setters return the stage for chaining: its own class, or a base class's type variable. */
  private void checkSetters() {
    Map<String, Class<?>> setters = new LinkedHashMap<>();
    for (var method : stage.getClass().getMethods()) {
      boolean ofStage = PipelineStage.class.isAssignableFrom(method.getReturnType());
      if (method.getName().startsWith("set") && method.getParameterCount() == 1 && ofStage) {
        setters.put(method.getName(), method.getReturnType());
      }
    }
    for (Param<?> param : stage.params()) {
      assertThat(setters).containsKey("set" + capitalized(param));
      assertThat(setters.get("set" + capitalized(param))).isAssignableFrom(stage.getClass());
    }
  }

  private static String capitalized(Param<?> param) {
    return Character.toUpperCase(param.name().charAt(0)) + param.name().substring(1);
  }

  private void checkCopy() {
    PipelineStage copy = stage.copy(ParamMap.empty());
    assertThat(copy).isNotSameAs(stage).hasSameClassAs(stage);
    assertSameParams(copy, stage);
    if (stage instanceof Model<?> model) {
      assertThat(((Model<?>) copy).parent()).isSameAs(model.parent());
    }
    assertThat(output(copy)).isEqualTo(output(stage));
  }

  private void checkCopyWithExtra() {
    Map<String, Object> before = values(stage);
    for (Param<?> param : stage.params()) {
      Object changed = changed(param, before.get(param.name()));
      if (changed != null) {
        PipelineStage copy = stage.copy(new ParamMap().put(pair(param, changed)));
        assertThat(values(copy)).containsEntry(param.name(), changed);
      }
    }
    assertThat(values(stage)).isEqualTo(before);
  }

  /** Another valid value, where the type tells one. */
  private static Object changed(Param<?> param, Object value) {
    if (value != null && param instanceof BooleanParam) {
      return !(Boolean) value;
    }
    return value != null && param instanceof IntParam ? (Object) ((Integer) value + 1) : null;
  }

  @SuppressWarnings("unchecked")
  private static ParamPair<?> pair(Param<?> param, Object value) {
    return ((Param<Object>) param).w(value);
  }

  private void checkJavaSerialization() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(stage);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      PipelineStage read = (PipelineStage) in.readObject();
      assertSameParams(read, stage);
      assertThat(output(read)).isEqualTo(output(stage));
    }
  }

  private void checkSave() throws Exception {
    String path = path("saved-twice");
    writable(stage).write().save(path);
    assertThatThrownBy(() -> writable(stage).write().save(path)).hasMessageContaining(path);
    writable(stage).write().overwrite().save(path);
    assertSameParams(read(stage, path), stage);
  }

  private void checkLoad() throws Exception {
    String path = path("loaded");
    writable(stage).write().save(path);
    PipelineStage loaded = read(stage, path);
    assertThat(loaded).hasSameClassAs(stage);
    assertSameParams(loaded, stage);
    assertThat(output(loaded)).isEqualTo(output(stage));
  }

  private void checkPipeline() throws Exception {
    Pipeline pipeline = new Pipeline().setStages(new PipelineStage[] {stage});
    pipeline.write().save(path("pipeline"));
    Pipeline loaded = Pipeline.load(path("pipeline"));
    assertSameParams(loaded.getStages()[0], stage);

    PipelineModel model = loaded.fit(data);
    assertThat(output(model)).isEqualTo(output(stage));
    model.write().save(path("pipeline-model"));
    PipelineModel loadedModel = PipelineModel.load(path("pipeline-model"));
    assertSameParams(loadedModel.stages()[0], model.stages()[0]);
    assertThat(output(loadedModel)).isEqualTo(output(stage));
  }

  private void checkSchema() {
    StructType promised = stage.transformSchema(data.schema());
    StructType given = transformer(stage).transform(data).schema();
    if (stage instanceof Transformer) {
      assertThat(promised).isEqualTo(given);
      assertThat(metadata(promised)).isEqualTo(metadata(given));
    } else {
      assertThat(described(promised)).isEqualTo(described(given));
    }
  }

  private static List<String> metadata(StructType schema) {
    return Arrays.stream(schema.fields()).map(field -> field.metadata().json()).toList();
  }

  private static List<String> described(StructType schema) {
    return Arrays.stream(schema.fields())
        .map(field -> field.name() + " " + field.dataType() + " " + field.nullable())
        .toList();
  }

  private void checkUnchanged() {
    Map<String, Object> values = values(stage);
    Map<String, Object> explicit = values(stage, stage::isSet);
    List<String> rows = texts(data);
    StructType schema = data.schema();
    assertThat(output(stage)).isEqualTo(output(stage));
    assertThat(values(stage)).isEqualTo(values);
    assertThat(values(stage, stage::isSet)).isEqualTo(explicit);
    assertThat(texts(data)).isEqualTo(rows);
    assertThat(data.schema()).isEqualTo(schema);
  }

  private static MLWritable writable(PipelineStage stage) {
    return (MLWritable) stage;
  }

  private static PipelineStage read(PipelineStage stage, String path) throws Exception {
    MLReader<?> reader = (MLReader<?>) stage.getClass().getMethod("read").invoke(null);
    return (PipelineStage) reader.load(path);
  }

  private String path(String name) {
    return directory.resolve(stage.getClass().getSimpleName() + "-" + name).toString();
  }

  private Transformer transformer(PipelineStage any) {
    return any instanceof Estimator<?> estimator ? estimator.fit(data) : (Transformer) any;
  }

  /** The rows that the stage, fitted when it is an estimator, makes of the data. */
  private List<String> output(PipelineStage any) {
    return texts(transformer(any).transform(data));
  }

  private static List<String> texts(Dataset<Row> rows) {
    return rows.collectAsList().stream().map(Row::toString).toList();
  }

  private static void assertSameParams(PipelineStage actual, PipelineStage expected) {
    assertThat(actual.uid()).isEqualTo(expected.uid());
    assertThat(values(actual)).isEqualTo(values(expected));
    assertThat(values(actual, actual::isSet)).isEqualTo(values(expected, expected::isSet));
  }

  private static Map<String, Object> values(PipelineStage stage) {
    return values(stage, param -> true);
  }

  private static Map<String, Object> values(PipelineStage stage, Predicate<Param<?>> wanted) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (ParamPair<?> pair : JavaConverters.asJavaCollection(stage.extractParamMap().toSeq())) {
      if (wanted.test(pair.param())) {
        values.put(pair.param().name(), comparable(pair.value()));
      }
    }
    return values;
  }

  /** Arrays as lists, which compare by content. */
  private static Object comparable(Object value) {
    if (value instanceof Object[] objects) {
      return Arrays.stream(objects).map(StageContract::comparable).toList();
    }
    if (value instanceof int[] ints) {
      return Arrays.stream(ints).boxed().toList();
    }
    return value instanceof double[] doubles ? Arrays.stream(doubles).boxed().toList() : value;
  }
}
