package io.github.sparknn.estimators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThresholdsTest {
  private static final Dataset<Row> TABLE =
      TestTables.halves(300).selectExpr("*", "if(b > 0.7, 2, int(a > 0.5)) as third");
  private static NeuralNetworkClassificationModel model;

  @BeforeAll
  static void fit() {
    model = TestTables.classifier().setLabelCol("third").setEpochs(2).fit(TABLE);
  }

  /** Spark's own rule, applied to probabilities that both have. */
  @ParameterizedTest
  @CsvSource({"0.2,0.3,0.5", "0.9,0.05,0.05", "1,1,1", "0,0.5,0.5", "0.3,0.3,0"})
  void shiftPredictionsAsSparksClassifiersDo(double first, double second, double third) {
    double[] thresholds = {first, second, third};
    Dataset<Row> vectors =
        new VectorAssembler()
            .setInputCols(new String[] {"a", "b"})
            .setOutputCol("vector")
            .transform(TABLE);
    LogisticRegressionModel spark =
        new LogisticRegression()
            .setFeaturesCol("vector")
            .setLabelCol("third")
            .setMaxIter(5)
            .setThresholds(thresholds)
            .fit(vectors);

    for (Row row : spark.transform(vectors).limit(50).collectAsList()) {
      assertThat(byRule(row.getAs("probability"), thresholds))
          .isEqualTo(row.<Double>getAs("prediction"));
    }
    for (Row row :
        model.copy(noParams()).setThresholds(thresholds).transform(TABLE).collectAsList()) {
      assertThat(row.<Double>getAs("prediction"))
          .isEqualTo(byRule(row.getAs("probability"), thresholds));
    }
  }

  private static ParamMap noParams() {
    return ParamMap.empty();
  }

  private static double byRule(Vector probability, double[] thresholds) {
    int best = 0;
    for (int i = 1; i < thresholds.length; i++) {
      if (probability.apply(i) / thresholds[i] > probability.apply(best) / thresholds[best]) {
        best = i;
      }
    }
    return best;
  }

  @Test
  void mustBeOneForEachClassAndNotNegative() {
    assertThatThrownBy(
            () -> model.copy(noParams()).setThresholds(new double[] {0.5, 0.5}).transform(TABLE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid thresholds: [0.5, 0.5] (must be one for each of 3 classes)");
    assertThatThrownBy(
            () -> TestTables.classifier().setThresholds(new double[] {1, 1, 1}).fit(TABLE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid thresholds: [1.0, 1.0, 1.0] (must be one for each of 2 classes)");
    for (double[] wrong : new double[][] {{-1, 1}, {0, 0}, {Double.NaN, 1}}) {
      assertThatThrownBy(() -> TestTables.classifier().setThresholds(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("thresholds");
    }
  }
}
