package io.github.sparknn.estimators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.sparknn.preprocessing.TablePreprocessor;
import io.github.sparknn.preprocessing.TablePreprocessorModel;
import io.github.sparknn.training.TrainingPreflight;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.Metadata;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables of numbers and category ids train the networks that one-hot tables train. */
class CategoryIdsTest {
  private static final Dataset<Row> TABLE =
      TestTables.halves(400)
          .selectExpr("id", "b", "concat('c', floor(a * 7)) as color", "name", "a as number");
  private static final TablePreprocessorModel ONE_HOT =
      new TablePreprocessor()
          .setNumericCols(new String[] {"b"})
          .setCategoricalCols(new String[] {"color"})
          .fit(TABLE);

  private static Dataset<Row> oneHot() {
    return ONE_HOT.transform(TABLE);
  }

  private static Dataset<Row> ids() {
    return ONE_HOT.copy(ParamMap.empty()).setOutputType("ids").transform(TABLE);
  }

  private static NeuralNetworkClassifier classifier(String engine) {
    return TestTables.classifier()
        .setLabelCol("name")
        .setEngine(engine)
        .setEpochs(5)
        .setAveragingFrequency(2);
  }

  private static List<Vector> probabilities(
      NeuralNetworkClassificationModel model, Dataset<Row> rows) {
    return model.transform(rows).orderBy("id").select("probability").collectAsList().stream()
        .map(row -> row.<Vector>getAs(0))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"blas", "dl4j"})
  void trainTheSameNetworkAndScoreTheSame(String engine, @TempDir Path folder) throws IOException {
    NeuralNetworkClassificationModel expected = classifier(engine).fit(oneHot());
    NeuralNetworkClassificationModel model = classifier(engine).fit(ids());
    // A number, seven colors and one for the unseen; two classes.
    assertThat(model.networkSpec().inputSize()).isEqualTo(9);
    assertThat(model.parameters()).containsExactly(expected.parameters(), within(1e-5f));
    assertThat(model.evaluate(ids()).accuracy()).isGreaterThan(0.9);

    String path = folder.resolve("model").toString();
    model.save(path);
    List<Vector> ofLoaded = probabilities(NeuralNetworkClassificationModel.load(path), ids());
    List<Vector> ofOneHot = probabilities(expected, oneHot());
    for (int i = 0; i < ofLoaded.size(); i++) {
      assertThat(ofLoaded.get(i).toArray())
          .containsExactly(ofOneHot.get(i).toArray(), within(1e-5));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"blas", "dl4j"})
  void packedOnesTrainAndScoreTheSameBits(String engine) {
    Dataset<Row> packed =
        ONE_HOT.copy(ParamMap.empty()).setOutputType("packedIds").transform(TABLE);
    NeuralNetworkClassificationModel expected = classifier(engine).fit(ids());
    NeuralNetworkClassificationModel model = classifier(engine).fit(packed);
    assertThat(model.parameters()).isEqualTo(expected.parameters());
    assertThat(probabilities(model, packed)).isEqualTo(probabilities(expected, ids()));
    assertThat(probabilities(model, ids())).isEqualTo(probabilities(model, packed));
    assertThat(model.featureImportance(packed).collectAsList())
        .isEqualTo(model.featureImportance(ids()).collectAsList());

    model.registerFunction(packed.sparkSession(), "packed_" + engine);
    packed.createOrReplaceTempView("packed");
    List<Row> byFunction =
        packed
            .sparkSession()
            .sql("SELECT packed_" + engine + "(features) FROM packed ORDER BY id")
            .collectAsList();
    List<Vector> vectors = probabilities(model, packed);
    for (int i = 0; i < vectors.size(); i++) {
      assertThat(byFunction.get(i).getDouble(0)).isEqualTo(vectors.get(i).apply(1));
    }
  }

  @Test
  void packedOnesWithoutMetadataNeedInputShape() {
    Dataset<Row> packed =
        ONE_HOT.copy(ParamMap.empty()).setOutputType("packedIds").transform(TABLE);
    Dataset<Row> bare = packed.withColumn("features", functions.expr("coalesce(features)"));
    assertThat(bare.schema().apply("features").metadata()).isEqualTo(Metadata.empty());
    NeuralNetworkClassificationModel model = classifier("blas").fit(packed);
    List<ThrowingCallable> uses =
        List.of(
            () -> classifier("blas").fit(bare),
            () -> classifier("blas").preflight(bare),
            () -> model.transform(bare),
            () -> model.featureImportance(bare));
    for (ThrowingCallable use : uses) {
      assertThatThrownBy(use)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith(
              "Cannot read column 'features': it is binary (must be packed floats, with their"
                  + " shape in metadata tensor.shape, or of one column in inputShape");
    }
    List<Vector> expected = probabilities(model, packed);
    assertThat(probabilities(model.setInputShape(new int[] {2}), bare)).isEqualTo(expected);
  }

  @Test
  void aDryRunTellsWhatTheNetworkTakes() {
    TrainingPreflight found = classifier("blas").preflight(ids());
    assertThat(found.exampleShape()).containsExactly(9);
    assertThat(found.problems()).isEmpty();
    // Eight hidden units of nine inputs and a bias.
    assertThat(found.layers().get(0).parameters()).isEqualTo(80);
  }

  @Test
  void aGivenNetworkGetsThemOneHotAndAnImportanceOfTheirOwn() {
    NeuralNetworkClassificationModel shorthand = classifier("blas").fit(ids());
    NeuralNetworkClassificationModel model =
        new NeuralNetworkClassifier()
            .setLabelCol("name")
            .setNetwork(shorthand.networkSpec().json())
            .setEpochs(20)
            .setBatchSize(32)
            .setWorkers(1)
            .setSeed(1L)
            .fit(ids());
    List<Row> importance = model.featureImportance(ids()).collectAsList();
    assertThat(importance.get(0).getString(0)).isEqualTo("color");
    assertThat(importance.get(0).getDouble(1)).isGreaterThan(0.3);
    assertThat(importance.get(1).getString(0)).isEqualTo("b");
  }

  @Test
  void aDl4jZipScoresThem(@TempDir Path folder) {
    NeuralNetworkClassificationModel model = classifier("blas").fit(ids());
    String zip = folder.resolve("net.zip").toString();
    model.saveDl4j(zip);
    NeuralNetworkClassificationModel loaded =
        (NeuralNetworkClassificationModel) NetworkModel.fromDl4j(zip);
    assertThat(probabilities(loaded, ids())).isEqualTo(probabilities(model, ids()));
  }

  @Test
  void otherIdsThanThoseOfTheTrainingAreRefusedBeforeTheJob() {
    NeuralNetworkClassificationModel model = classifier("blas").fit(ids());
    Dataset<Row> fewer =
        new TablePreprocessor()
            .setNumericCols(new String[] {"b"})
            .setCategoricalCols(new String[] {"color"})
            .setOutputType("ids")
            .fit(TABLE.filter("color <> 'c3'"))
            .transform(TABLE);
    assertThatThrownBy(() -> model.transform(fewer))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot score columns [features]: the numbers of their ids are [0, 7], the model was"
                + " trained on [0, 8]");
  }

  @Test
  void anAutoencoderRefusesThem() {
    assertThatThrownBy(
            () -> new NeuralNetworkAutoencoder().setHiddenLayers(new int[] {2}).fit(ids()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot train autoencoder: columns [features] hold category ids (must be numbers, such"
                + " as TablePreprocessor's outputType array)");
  }
}
