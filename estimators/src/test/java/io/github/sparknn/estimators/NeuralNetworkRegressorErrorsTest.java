package io.github.sparknn.estimators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparknn.testing.SharedSpark;
import io.github.sparknn.training.network.Networks;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RuntimeConfig;
import org.apache.spark.sql.functions;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.learning.config.Adam;

class NeuralNetworkRegressorErrorsTest {
  private static final Dataset<Row> TABLE = TestTables.planes(60);

  private static AbstractThrowableAssert<?, ?> fitting(
      NeuralNetworkRegressor regressor, Dataset<Row> data) {
    return assertThatThrownBy(() -> regressor.fit(data))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static NeuralNetworkRegressor regressor() {
    return TestTables.regressor().setEpochs(1);
  }

  @Test
  void namesTheTypeOfALabelThatIsNoNumber() {
    for (String label : new String[] {"name", "flag"}) {
      fitting(regressor().setLabelCol(label), TABLE)
          .hasMessage(
              "Cannot use label column '%s': its type is %s (must be a number, an array of numbers"
                  + " or a vector)",
              label, TABLE.schema().apply(label).dataType().catalogString());
    }
    fitting(regressor().setLabelCol("target"), TABLE)
        .hasMessageStartingWith("Cannot find column 'target': the DataFrame has [id, a, b");
  }

  @Test
  void refusesNullAndNanLabels() {
    fitting(regressor(), TABLE.selectExpr("features", "if(id = 3, null, number) as number"))
        .hasMessage(
            "Cannot read row: column 'number' holds null (handleInvalid = \"skip\" drops such"
                + " rows)");
    fitting(
            regressor(),
            TABLE.selectExpr("features", "if(id = 3, double('NaN'), number) as number"))
        .hasMessageStartingWith("Cannot read row: column 'number' holds NaN");
    fitting(
            regressor().setLabelCol("numbers"),
            TABLE.selectExpr("features", "if(id = 3, array(1D, null), numbers) as numbers"))
        .hasMessageStartingWith("Cannot read row: column 'numbers' holds null at position 1");
  }

  @Test
  void refusesLabelsOfDifferentSizes() {
    fitting(
            regressor().setLabelCol("numbers"),
            TABLE.selectExpr("features", "if(id = 3, array(1D), numbers) as numbers"))
        .hasMessage("Cannot read column 'numbers': a row holds 1 values (must be 2)");
  }

  @Test
  void refusesANetworkWithOtherOutputs() {
    NeuralNetworkRegressor three =
        new NeuralNetworkRegressor()
            .setLabelCol("numbers")
            .setNetwork(Networks.regressor(2, new int[0], "relu", 0, 3, "mse", new Adam(), 1));

    fitting(three, TABLE)
        .hasMessage(
            "Cannot train network: its output layer gives 3 values per example (must be 2)");
    fitting(three.setLoss("mae"), TABLE)
        .hasMessage(
            "Invalid loss: it cannot be set together with network, whose configuration says it");
  }

  @Test
  void refusesUnknownLossesAndAccuracy() {
    assertThatThrownBy(() -> regressor().setLoss("huber"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("loss")
        .hasMessageContaining("huber");
    fitting(regressor().setValidationMetric("accuracy"), TABLE)
        .hasMessage("Invalid validationMetric: accuracy (must be one of [loss])");
  }

  @Test
  void refusesAnOutputColumnThatExists() {
    fitting(regressor().setPredictionCol("a"), TABLE)
        .hasMessage(
            "Cannot add output column 'a': the DataFrame already has a column of that name");
  }

  @Test
  void namesOfOutputColumnsAreComparedAsTheSessionDoes() {
    Dataset<Row> upperCase = TABLE.withColumn("Prediction", functions.lit(1));

    fitting(regressor(), upperCase)
        .hasMessage(
            "Cannot add output column 'prediction': the DataFrame already has a column of that"
                + " name");
    RuntimeConfig conf = SharedSpark.session().conf();
    conf.set("spark.sql.caseSensitive", true);
    try {
      assertThat(regressor().fit(upperCase).transform(upperCase).columns())
          .contains("Prediction", "prediction");
    } finally {
      conf.unset("spark.sql.caseSensitive");
    }
  }

  @Test
  void refusesAnEmptyDataFrame() {
    fitting(regressor(), TABLE.limit(0))
        .hasMessage("Cannot tell the size of 'features': the DataFrame is empty");
  }
}
