package io.github.sparknn.estimators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.sparknn.testing.StageContract;
import io.github.sparknn.training.report.Validation;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class WeightedTrainingTest {
  @TempDir static Path folder;

  /** A tenth of the rows right of 0.6 is fraud, which the features do not tell from the others. */
  private static Dataset<Row> rareClass() {
    return TestTables.halves(2000)
        .selectExpr("*", "if(a > 0.6 and pmod(id * 29, 83) < 8, 'fraud', 'fair') as kind");
  }

  private static double recall(NeuralNetworkClassifier classifier, Dataset<Row> data) {
    Dataset<Row> rare = classifier.fit(data).transform(data).filter("kind = 'fraud'");
    return rare.filter("prediction = 'fraud'").count() / (double) rare.count();
  }

  @Test
  void balancedClassesLiftTheRecallOfTheRareOne() {
    Dataset<Row> data = rareClass();
    assertThat(data.filter("kind = 'fraud'").count()).isBetween(50L, 120L);
    NeuralNetworkClassifier classifier = TestTables.classifier().setLabelCol("kind");

    assertThat(recall(classifier, data)).isLessThan(0.05);
    assertThat(recall(classifier.setClassWeighting("balanced"), data)).isGreaterThan(0.9);
  }

  @Test
  void rowsThatWeighNothingTeachNothing() {
    Dataset<Row> data =
        TestTables.halves(500)
            .selectExpr(
                "*", "if(id % 3 = 0, label, 1 - label) as given", "int(id % 3 = 0) as weight");
    NeuralNetworkClassifier classifier = TestTables.classifier().setLabelCol("given");

    assertThat(accuracy(classifier, data)).isLessThan(0.1);
    assertThat(accuracy(classifier.setWeightCol("weight"), data)).isGreaterThan(0.95);
  }

  private static double accuracy(NeuralNetworkClassifier classifier, Dataset<Row> data) {
    Dataset<Row> scored = classifier.fit(data).transform(data);
    return scored.filter("prediction = label").count() / (double) scored.count();
  }

  /** A third of the rows is far off, and weighs nothing. */
  private static Dataset<Row> planesWithOutliers() {
    return TestTables.planes(300)
        .selectExpr(
            "*",
            "if(id % 3 = 0, 50D, number) as given",
            "if(id % 3 = 0, array(float(9), float(-9)), array(float(a), float(a))) as pair",
            "if(id % 3 = 0, 0D, 1D) as weight");
  }

  @Test
  void rowsThatWeighNothingTeachRegressorsNothing() {
    Dataset<Row> data = planesWithOutliers();
    NeuralNetworkRegressor regressor = TestTables.regressor().setLabelCol("given").setEpochs(60);
    Dataset<Row> right = data.filter("weight = 1");

    assertThat(regressor.fit(data).evaluate(right).rootMeanSquaredError()).isGreaterThan(5);
    assertThat(regressor.setWeightCol("weight").fit(data).evaluate(right).rootMeanSquaredError())
        .isLessThan(0.1);
  }

  @Test
  void rowsThatWeighNothingTeachAutoencodersNothing() {
    Dataset<Row> data = planesWithOutliers();
    NeuralNetworkAutoencoder autoencoder =
        TestTables.autoencoder().setFeaturesCol("pair").setHiddenLayers(new int[] {1});

    assertThat(error(autoencoder.setActivation("identity"), data, "weight = 1"))
        .isGreaterThan(0.01);
    autoencoder.setWeightCol("weight");
    assertThat(error(autoencoder, data, "weight = 1")).isLessThan(0.01);
    assertThat(error(autoencoder, data, "weight = 0")).isGreaterThan(10);
  }

  private static double error(
      NeuralNetworkAutoencoder autoencoder, Dataset<Row> data, String rows) {
    return autoencoder
        .fit(data)
        .transform(data.filter(rows))
        .selectExpr("avg(reconstructionError)")
        .first()
        .getDouble(0);
  }

  @Test
  void validationIsWeighedByColumnAndTrainingClasses() {
    // Of 400 rows a quarter is for validation; column and class weights differ by row and class.
    Dataset<Row> data =
        TestTables.halves(400)
            .selectExpr(
                "*", "id % 4 = 0 as forValidation", "1 + id % 3 as weight", "int(a > 0.8) as rare");
    Row sums =
        data.filter("not forValidation").selectExpr("sum(weight)", "sum(weight * rare)").first();
    double all = sums.getLong(0);
    double rare = sums.getLong(1);

    NeuralNetworkClassificationModel model =
        TestTables.classifier()
            .setLabelCol("rare")
            .setWeightCol("weight")
            .setClassWeighting("balanced")
            .setValidationIndicatorCol("forValidation")
            .setEpochs(2)
            .setRestoreBest(false)
            .fit(data);

    Dataset<Row> scored =
        model
            .transform(data.filter("forValidation"))
            .withColumn(
                "product",
                functions.expr(
                    "weight * if(rare = 1, %s, %s)"
                        .formatted(all / (2 * rare) + "D", all / (2 * (all - rare)) + "D")));
    Validation validation = model.report().orElseThrow().epochs().get(1).validation();
    assertThat(validation.loss()).isCloseTo(evaluate("logLoss", scored), within(1e-5));
    assertThat(validation.accuracy()).isCloseTo(evaluate("accuracy", scored), within(1e-6));
    assertThat(validation.examples()).isEqualTo(100);
  }

  private static double evaluate(String metric, Dataset<Row> scored) {
    return new MulticlassClassificationEvaluator()
        .setMetricName(metric)
        .setLabelCol("rare")
        .setWeightCol("product")
        .setEps(1e-10)
        .evaluate(scored);
  }

  @Test
  void anEmptyWeightColIsNone() {
    Dataset<Row> data = TestTables.halves(60);
    NeuralNetworkClassifier classifier = TestTables.classifier().setEpochs(1);

    assertThat(classifier.isDefined(classifier.weightCol())).isFalse();
    float[] expected = classifier.fit(data).parameters();
    assertThat(classifier.setWeightCol("").fit(data).parameters()).isEqualTo(expected);
  }

  private static AbstractThrowableAssert<?, ?> fitting(String weight) {
    Dataset<Row> data = TestTables.halves(60).selectExpr("features", "label", weight + " as w");
    return assertThatThrownBy(
            () -> TestTables.classifier().setWeightCol("w").setClassWeighting("balanced").fit(data))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void impossibleWeightsNameTheColumnAndTheValue() {
    fitting("if(id = 7, -2.5D, 1D)")
        .hasMessage(
            "Cannot read column 'w': -2.5 is not a weight (must be a finite float of at least 0)");
    fitting("if(id = 7, null, 1D)")
        .hasMessage(
            "Cannot read row: column 'w' holds null (handleInvalid = \"skip\" drops such rows)");
    fitting("0").hasMessage("Cannot shard the data: all rows weigh 0 (column 'w')");
  }

  @Test
  void wrongColumnsAndNamesAreRefusedBeforeAnyJob() {
    Dataset<Row> data = TestTables.halves(60);
    NeuralNetworkClassifier classifier = TestTables.classifier();

    assertThatThrownBy(() -> classifier.setWeightCol("weight").transformSchema(data.schema()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot find column 'weight': the DataFrame has [id, a, b, features, label, digit, name,"
                + " flag]");
    assertThatThrownBy(() -> classifier.setWeightCol("name").transformSchema(data.schema()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot use weightCol 'name': its type is string (must be a number)");
    assertThatThrownBy(() -> classifier.setWeightCol("flag").transformSchema(data.schema()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot use weightCol 'flag': its type is boolean (must be a number)");
    assertThatThrownBy(() -> classifier.setClassWeighting("balance"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("parameter classWeighting given invalid value balance");
  }

  @TestFactory
  Stream<DynamicTest> aWeightedClassifierKeepsTheContract() {
    return StageContract.of(
        TestTables.classifier().setEpochs(1).setWeightCol("b").setClassWeighting("balanced"),
        TestTables.halves(60),
        folder);
  }
}
