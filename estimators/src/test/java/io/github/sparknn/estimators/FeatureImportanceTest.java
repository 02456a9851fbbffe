package io.github.sparknn.estimators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.sparknn.preprocessing.TablePreprocessor;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureImportanceTest {
  private static final Dataset<Row> TABLE = TestTables.planes(800);

  /** A linear model of columns a and b, and a constant. */
  private static NeuralNetworkRegressionModel linear() {
    return TestTables.regressor()
        .setFeaturesCols(new String[] {"a", "b", "same"})
        .fit(TABLE.withColumn("same", functions.lit(1.0)));
  }

  /** By feature, in the table's order. */
  private static Map<String, Double> importances(Dataset<Row> table) {
    Map<String, Double> importances = new LinkedHashMap<>();
    table.collectAsList().forEach(row -> importances.put(row.getString(0), row.getDouble(1)));
    return importances;
  }

  /**
   * With an exact prediction w·x the loss with x' in place of x is w²(x' − x)², of independent rows
   * 2 w² Var(x) in the mean.
   */
  @Test
  void aLinearModelsImportancesAreTwiceTheVariancesTimesTheSquaredWeights() {
    NeuralNetworkRegressionModel model = linear();
    float[] weights = model.parameters();
    Dataset<Row> data = TABLE.withColumn("same", functions.lit(1.0));
    Row variances = data.selectExpr("var_pop(a)", "var_pop(b)").head();

    Dataset<Row> table = model.featureImportance(data, null, 20, 1);

    assertThat(table.columns()).containsExactly("feature", "importance", "stddev");
    Map<String, Double> importances = importances(table);
    assertThat(importances.keySet()).containsExactly("b", "a", "same");
    double ofA = 2 * weights[0] * weights[0] * variances.getDouble(0);
    double ofB = 2 * weights[1] * weights[1] * variances.getDouble(1);
    assertThat(importances.get("a")).isCloseTo(ofA, within(0.05 * ofA));
    assertThat(importances.get("b")).isCloseTo(ofB, within(0.05 * ofB));
    assertThat(importances.get("same")).isCloseTo(0.0, within(1e-12));
    assertThat(table.filter("feature = 'same'").head().getDouble(2)).isCloseTo(0.0, within(1e-12));
    assertThat(table.filter("feature = 'a'").head().getDouble(2)).isPositive();
  }

  @Test
  void neitherPartitionsNorOrderMatterTheSeedDoes() {
    NeuralNetworkRegressionModel model = linear();
    Dataset<Row> data = TABLE.withColumn("same", functions.lit(1.0));
    Map<String, Double> first = importances(model.featureImportance(data));
    Map<String, Double> moved =
        importances(model.featureImportance(data.repartition(5).orderBy("b")));
    first.forEach((name, value) -> assertThat(moved.get(name)).isCloseTo(value, within(1e-9)));
    assertThat(importances(model.featureImportance(data, null, 5, 9)).get("a"))
        .isNotEqualTo(first.get("a"));
  }

  @Test
  void rowsOfWeightZeroDoNotCount() {
    NeuralNetworkRegressionModel model = linear();
    Dataset<Row> data =
        TABLE
            .withColumn("same", functions.lit(1.0))
            .withColumn("weight", functions.expr("if(id % 4 = 0, 0, 2)"));
    Dataset<Row> wrong = data.withColumn("number", functions.expr("if(id % 4 = 0, 1e6, number)"));
    Map<String, Double> expected = importances(model.featureImportance(data, "weight", 5, 0));
    importances(model.featureImportance(wrong, "weight", 5, 0))
        .forEach((name, value) -> assertThat(value).isCloseTo(expected.get(name), within(1e-9)));
  }

  @Test
  void aClassifiersFeaturesAreTheColumnsThatThePreprocessorRead() {
    Dataset<Row> raw =
        TestTables.halves(600)
            .selectExpr("id", "b", "if(a > 0.5, 'high', if(a > 0.2, 'low', 'least')) c", "name");
    Dataset<Row> data =
        new TablePreprocessor()
            .setNumericCols(new String[] {"b"})
            .setCategoricalCols(new String[] {"c"})
            .fit(raw)
            .transform(raw);
    NeuralNetworkClassificationModel model = TestTables.classifier().setLabelCol("name").fit(data);

    Dataset<Row> table = model.featureImportance(data);

    Map<String, Double> importances = importances(table);
    assertThat(importances.keySet()).containsExactly("c", "b");
    double logLoss = model.evaluate(data).logLoss();
    assertThat(importances.get("c")).isGreaterThan(10 * logLoss).isGreaterThan(0.5);
    assertThat(Math.abs(importances.get("b"))).isLessThan(0.1 * importances.get("c"));
  }

  @Test
  void vectorsWithoutNamesAndSeveralLabelsWork() {
    Dataset<Row> data =
        TestTables.halves(300)
            .selectExpr("features", "array(double(a > 0.5), double(b > 0.5)) as label");
    NeuralNetworkClassificationModel model = TestTables.classifier().fit(data);
    Map<String, Double> importances = importances(model.featureImportance(data));
    assertThat(importances.keySet()).containsExactlyInAnyOrder("features[0]", "features[1]");
    assertThat(importances.values()).allMatch(value -> value > 0.3);
  }

  @Test
  void modelsOfDl4jsZipsTellItToo(@TempDir Path folder) {
    Dataset<Row> data = TestTables.halves(300);
    NeuralNetworkClassificationModel model = TestTables.classifier().fit(data);
    String zip = folder.resolve("net.zip").toString();
    model.saveDl4j(zip);
    NeuralNetworkClassificationModel loaded =
        (NeuralNetworkClassificationModel) NetworkModel.fromDl4j(zip);
    assertThat(importances(loaded.featureImportance(data)))
        .isEqualTo(importances(model.featureImportance(data)));
  }

  @Test
  void rowsWithNullsAreSkippedOrRefusedAsTheModelSays() {
    NeuralNetworkRegressionModel model = linear();
    Dataset<Row> data =
        TABLE
            .withColumn("same", functions.lit(1.0))
            .withColumn("a", functions.expr("if(id = 7, null, a)"));
    assertThatThrownBy(() -> model.featureImportance(data))
        .rootCause()
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Cannot score row: column 'a'");
    assertThat(importances(model.setHandleInvalid("skip").featureImportance(data)))
        .containsKey("a");
  }

  @Test
  void refusesWhatCannotBeTold() {
    NeuralNetworkClassificationModel model = TestTables.classifier().fit(TestTables.halves(100));
    Dataset<Row> data = TestTables.halves(50);
    assertThatThrownBy(() -> model.featureImportance(data, null, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid repeats: 0 (must be >= 1)");
    assertThatThrownBy(() -> model.featureImportance(data.drop("label")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Cannot find column 'label'");
    assertThatThrownBy(() -> model.featureImportance(data, "name", 1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot use weightCol 'name': its type is string (must be a number)");
    assertThatThrownBy(() -> model.featureImportance(data.withColumn("label", functions.lit(5))))
        .rootCause()
        .hasMessage(
            "Cannot tell importance: a row's label is null, NaN or none of the model's classes");
    assertThat(List.of(data.columns())).doesNotContain("prediction");
  }
}
