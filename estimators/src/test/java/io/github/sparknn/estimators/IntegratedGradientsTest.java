package io.github.sparknn.estimators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.sparknn.estimators.display.Display;
import io.github.sparknn.preprocessing.TablePreprocessor;
import io.github.sparknn.testing.SharedSpark;
import io.github.sparknn.training.network.Networks;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IntegratedGradientsTest {
  private static final Dataset<Row> TABLE = TestTables.halves(60);

  /** The rows' attributions by id. */
  private static List<double[]> attributions(Dataset<Row> explained) {
    return explained.orderBy("id").select("attributions").collectAsList().stream()
        .map(row -> row.<Float>getList(0).stream().mapToDouble(value -> value).toArray())
        .toList();
  }

  private static double sum(double[] values) {
    return Arrays.stream(values).sum();
  }

  private static List<double[]> probabilities(
      NeuralNetworkClassificationModel model, Dataset<Row> rows) {
    return model.transform(rows).orderBy("id").select("probability").collectAsList().stream()
        .map(row -> row.<Vector>getAs(0).toArray())
        .toList();
  }

  private static double[] probabilitiesOf(NeuralNetworkClassificationModel model, double... row) {
    Dataset<Row> one =
        SharedSpark.session()
            .createDataFrame(
                List.of(RowFactory.create(0, row)),
                StructType.fromDDL("id INT, features ARRAY<DOUBLE>"));
    return probabilities(model, one).get(0);
  }

  private static int largest(double[] values) {
    return values[0] >= values[1] ? 0 : 1;
  }

  @Test
  void ofALinearModelTheyAreTheWeightsTimesTheDifferences() {
    Dataset<Row> data = TestTables.planes(60);
    NeuralNetworkRegressionModel model =
        TestTables.regressor().setFeaturesCols(new String[] {"a", "b"}).fit(data);
    float[] weights = model.parameters();

    Dataset<Row> explained =
        model
            .integratedGradients()
            .setBaseline(new double[] {0.25, -0.5})
            .setSteps(1)
            .transform(data);

    List<double[]> found = attributions(explained);
    List<Row> rows = data.orderBy("id").collectAsList();
    for (int i = 0; i < found.size(); i++) {
      double ofA = weights[0] * (rows.get(i).<Double>getAs("a") - 0.25);
      double ofB = weights[1] * (rows.get(i).<Double>getAs("b") + 0.5);
      assertThat(found.get(i)).containsExactly(new double[] {ofA, ofB}, within(1e-5));
    }
    AttributeGroup names =
        AttributeGroup.fromStructField(vectorField(explained.schema(), "attributions"));
    assertThat(names.getAttr(0).name().get()).isEqualTo("a");
    assertThat(names.getAttr(1).name().get()).isEqualTo("b");
    assertThat(explained.columns()).startsWith(data.columns()).endsWith("attributions");
  }

  private static StructField vectorField(StructType schema, String name) {
    return new StructField(name, SQLDataTypes.VectorType(), true, schema.apply(name).metadata());
  }

  @ParameterizedTest
  @ValueSource(strings = {"blas", "dl4j"})
  void theyAddUpToWhatThePredictedProbabilityIsMoreThanTheBaselines(String engine) {
    NeuralNetworkClassificationModel model =
        TestTables.classifier().setActivation("tanh").setEngine(engine).fit(TABLE);

    List<double[]> found =
        attributions(
            model.integratedGradients().setBaseline(new double[] {0.5, 0.5}).transform(TABLE));

    List<double[]> probabilities = probabilities(model, TABLE);
    double[] baseline = probabilitiesOf(model, 0.5, 0.5);
    for (int i = 0; i < found.size(); i++) {
      int predicted = largest(probabilities.get(i));
      assertThat(sum(found.get(i)))
          .isCloseTo(probabilities.get(i)[predicted] - baseline[predicted], within(2e-4));
    }
    // Column a says it all.
    assertThat(found.stream().filter(row -> row[0] > Math.abs(row[1])).count()).isGreaterThan(40);
  }

  @Test
  void moreStepsAreMoreExact() {
    NeuralNetworkClassificationModel model =
        TestTables.classifier().setActivation("tanh").fit(TABLE);
    List<double[]> probabilities = probabilities(model, TABLE);
    double[] baseline = probabilitiesOf(model, 0, 0);
    double[] errors = new double[2];
    int[] steps = {2, 200};
    for (int k = 0; k < steps.length; k++) {
      List<double[]> found =
          attributions(
              model.integratedGradients().setSteps(steps[k]).setTarget(1).transform(TABLE));
      for (int i = 0; i < found.size(); i++) {
        double expected = probabilities.get(i)[1] - baseline[1];
        errors[k] = Math.max(errors[k], Math.abs(sum(found.get(i)) - expected));
      }
    }
    assertThat(errors[0]).isGreaterThan(1e-3);
    assertThat(errors[1]).isLessThan(2e-5);
  }

  @Test
  void oneClassCanBeAskedFor() {
    NeuralNetworkClassificationModel model = TestTables.classifier().setLabelCol("name").fit(TABLE);
    List<double[]> left =
        attributions(model.integratedGradients().setTargetClass("left").transform(TABLE));
    List<double[]> right =
        attributions(model.integratedGradients().setTargetClass("right").transform(TABLE));
    for (int i = 0; i < left.size(); i++) {
      assertThat(left.get(i))
          .containsExactly(Arrays.stream(right.get(i)).map(v -> -v).toArray(), within(1e-5));
    }
    assertThat(right.stream().filter(row -> row[0] > 0).count()).isGreaterThan(40);
  }

  @Test
  void theThresholdsSayWhichClassIsPredicted() {
    NeuralNetworkClassificationModel model = TestTables.classifier().fit(TABLE);
    List<double[]> second = attributions(model.integratedGradients().setTarget(1).transform(TABLE));
    model.setThresholds(new double[] {1, 1e-9});
    assertThat(attributions(model.integratedGradients().transform(TABLE)))
        .usingRecursiveComparison()
        .isEqualTo(second);
  }

  @Test
  void idsOfCategoriesHaveTheAttributionsOfTheirOneHotBlocks() {
    Dataset<Row> table = TABLE.selectExpr("id", "b", "concat('c', floor(a * 3)) as color", "name");
    TablePreprocessor preprocessor =
        new TablePreprocessor()
            .setNumericCols(new String[] {"b"})
            .setCategoricalCols(new String[] {"color"});
    Dataset<Row> oneHot = preprocessor.fit(table).transform(table);
    Dataset<Row> ids = preprocessor.setOutputType("ids").fit(table).transform(table);
    NeuralNetworkClassifier classifier =
        TestTables.classifier().setLabelCol("name").setEpochs(5).setEngine("dl4j");

    Dataset<Row> explained = classifier.fit(ids).integratedGradients().transform(ids);
    List<double[]> blocks =
        attributions(classifier.fit(oneHot).integratedGradients().transform(oneHot));

    List<double[]> found = attributions(explained);
    for (int i = 0; i < found.size(); i++) {
      double[] row = blocks.get(i);
      double[] expected = {row[0], sum(row) - row[0]};
      assertThat(found.get(i)).containsExactly(expected, within(1e-4));
    }
  }

  @Test
  void aBaselineOfIdsIsOneHotToo() {
    Dataset<Row> table = TABLE.selectExpr("id", "b", "concat('c', floor(a * 3)) as color", "name");
    Dataset<Row> ids =
        new TablePreprocessor()
            .setNumericCols(new String[] {"b"})
            .setCategoricalCols(new String[] {"color"})
            .setOutputType("ids")
            .fit(table)
            .transform(table);
    NeuralNetworkClassificationModel model =
        TestTables.classifier().setLabelCol("name").setEpochs(2).fit(ids);
    List<Row> rows = ids.orderBy("id").select("features").collectAsList();
    double id = rows.get(7).<Float>getList(0).get(1);
    IntegratedGradients gradients = model.integratedGradients().setBaseline(new double[] {0, id});
    assertThat(attributions(gradients.transform(ids)).get(7)[1]).isEqualTo(0);
    assertThatThrownBy(() -> gradients.setBaseline(new double[] {0, 1.5}).transform(ids))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid baseline: 1.5 at position 1 (must be an id from 0 to 3)");
  }

  @Test
  void imagesHaveAttributionsOfTheirShape() {
    Dataset<Row> images =
        SharedSpark.session()
            .range(0, 20, 1, 2)
            .selectExpr(
                "id",
                "int(id % 2) as label",
                "transform(sequence(0, 255), i -> float(sin(i * (1 + id % 2)))) as features");
    NeuralNetworkClassificationModel model =
        new NeuralNetworkClassifier()
            .setNetwork(
                Networks.cnn(1, 16, 16).convolution(3, 5).maxPooling(2).seed(5).classifier(2))
            .setInputShape(new int[] {1, 16, 16})
            .setEpochs(1)
            .setWorkers(1)
            .fit(images);

    Dataset<Row> explained = model.integratedGradients().setTarget(0).transform(images);

    assertThat(explained.schema().apply("attributions").metadata().getLongArray("tensor.shape"))
        .containsExactly(1, 16, 16);
    assertThat(Display.images(explained, 1, "attributions").lines()).hasSizeGreaterThan(8);
    List<double[]> found = attributions(explained);
    List<double[]> probabilities = probabilities(model, images);
    double baseline =
        probabilities(
                model,
                images.withColumn("features", functions.expr("transform(features, v -> float(0))")))
            .get(0)[0];
    for (int i = 0; i < found.size(); i++) {
      assertThat(found.get(i)).hasSize(256);
      assertThat(sum(found.get(i))).isCloseTo(probabilities.get(i)[0] - baseline, within(1e-3));
    }
  }

  @Test
  void sequencesHaveThoseOfTheirOwnSteps() {
    Dataset<Row> sequences =
        SharedSpark.session()
            .range(0, 24, 1, 2)
            .selectExpr(
                "id",
                "int(id % 2) as label",
                "transform(sequence(1, 1 + int(id % 4)), t -> array(double(id % 2), t / 4.0D))"
                    + " as features");
    NeuralNetworkClassificationModel model =
        new NeuralNetworkClassifier()
            .setNetwork(Networks.lstm(2, 4).bidirectional().averagePooling().seed(5).classifier(2))
            .setEpochs(2)
            .setWorkers(1)
            .fit(sequences);

    List<double[]> found =
        attributions(
            model
                .integratedGradients()
                .setBaseline(new double[] {0, 1})
                .setTarget(1)
                .transform(sequences));

    List<double[]> probabilities = probabilities(model, sequences);
    List<double[]> baselines =
        probabilities(
            model,
            sequences.withColumn(
                "features", functions.expr("transform(features, step -> array(0D, 1D))")));
    for (int i = 0; i < found.size(); i++) {
      assertThat(found.get(i)).hasSize(2 * (1 + i % 4));
      assertThat(sum(found.get(i)))
          .isCloseTo(probabilities.get(i)[1] - baselines.get(i)[1], within(1e-3));
    }
    assertThatThrownBy(() -> model.integratedGradients().importance(sequences))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Cannot tell importance of columns [features]: they are sequences");
  }

  @Test
  void theMeanOfTheRowsTellsWhatFeaturesMatter() {
    Dataset<Row> raw =
        TestTables.halves(200)
            .selectExpr("id", "b", "if(a > 0.5, 'high', if(a > 0.2, 'low', 'least')) c", "name");
    Dataset<Row> data =
        new TablePreprocessor()
            .setNumericCols(new String[] {"b"})
            .setCategoricalCols(new String[] {"c"})
            .fit(raw)
            .transform(raw);
    NeuralNetworkClassificationModel model = TestTables.classifier().setLabelCol("name").fit(data);

    List<Row> table = model.integratedGradients().importance(data).collectAsList();

    assertThat(table).extracting(row -> row.getString(0)).containsExactly("c", "b");
    List<double[]> rows = attributions(model.integratedGradients().transform(data));
    double ofB = rows.stream().mapToDouble(row -> Math.abs(row[0])).average().orElseThrow();
    double ofC =
        rows.stream().mapToDouble(row -> Math.abs(sum(row) - row[0])).average().orElseThrow();
    assertThat(table.get(0).getDouble(1)).isCloseTo(ofC, within(1e-5));
    assertThat(table.get(1).getDouble(1)).isCloseTo(ofB, within(1e-5));
    assertThat(ofC).isGreaterThan(3 * ofB);
  }

  @Test
  void aLoadedModelGivesTheSame(@TempDir Path folder) throws Exception {
    NeuralNetworkClassificationModel model = TestTables.classifier().setEpochs(2).fit(TABLE);
    String path = folder.resolve("model").toString();
    model.save(path);
    assertThat(
            attributions(
                NeuralNetworkClassificationModel.load(path)
                    .integratedGradients()
                    .transform(TABLE.repartition(5))))
        .usingRecursiveComparison()
        .isEqualTo(attributions(model.integratedGradients().transform(TABLE)));
  }

  @Test
  void invalidRowsAreTreatedAsTheModelSays() {
    NeuralNetworkRegressionModel model =
        TestTables.regressor()
            .setFeaturesCols(new String[] {"a", "b"})
            .setEpochs(1)
            .fit(TestTables.planes(60));
    Dataset<Row> data = TABLE.withColumn("a", functions.expr("if(id = 7, null, a)"));
    assertThatThrownBy(() -> model.integratedGradients().transform(data).collectAsList())
        .rootCause()
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Cannot score row: column 'a'");
    model.setHandleInvalid("skip");
    assertThat(model.integratedGradients().transform(data).count()).isEqualTo(59);
    assertThat(model.integratedGradients().importance(data).count()).isEqualTo(2);
    model.setHandleInvalid("keep");
    Dataset<Row> kept = model.integratedGradients().setAttributionsCol("why").transform(data);
    assertThat(kept.filter("why is null").select("id").head().getLong(0)).isEqualTo(7);
    assertThat(kept.count()).isEqualTo(60);
  }

  @Test
  void refusesWhatCannotBeTold() {
    Dataset<Row> data = TestTables.planes(60);
    NeuralNetworkRegressionModel several =
        TestTables.regressor().setLabelCol("numbers").setEpochs(1).fit(data);
    assertThatThrownBy(() -> several.integratedGradients().transform(data))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot attribute predictions: the model gives 2 values for a row (target must be set,"
                + " from 0 to 1)");
    assertThat(several.integratedGradients().setTarget(1).transform(data).count()).isEqualTo(60);

    NeuralNetworkClassificationModel model = TestTables.classifier().setEpochs(1).fit(TABLE);
    IntegratedGradients gradients = model.integratedGradients();
    assertThatThrownBy(() -> gradients.setSteps(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid steps: 0 (must be >= 1)");
    assertThatThrownBy(() -> gradients.setTarget(2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid target: 2 (must be from 0 to 1)");
    assertThatThrownBy(() -> gradients.setTargetClass("7"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid targetClass: 7 (must be one of [0.0, 1.0])");
    assertThatThrownBy(() -> gradients.setAttributionsCol("name").transform(TABLE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Cannot add output column 'name'");
    assertThatThrownBy(() -> gradients.setBaseline(new double[] {1}).transform(data))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Invalid baseline: it has 1 values (must be 2 numbers, one for each value of a row)");
    assertThatThrownBy(() -> gradients.setBaseline(new double[] {1, Double.NaN}).transform(data))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Invalid baseline: it has 2 values, not all finite (must be 2 numbers, one for each"
                + " value of a row)");
    assertThatThrownBy(() -> model.integratedGradients().transform(data.drop("features")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'features'");
  }
}
