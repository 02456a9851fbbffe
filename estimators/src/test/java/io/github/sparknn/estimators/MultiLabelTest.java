package io.github.sparknn.estimators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.sparknn.testing.SharedSpark;
import io.github.sparknn.training.network.Networks;
import java.util.List;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.api.AbstractThrowableAssert;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class MultiLabelTest {
  private static final SparkSession SPARK = SharedSpark.session();

  private static final Dataset<Row> TABLE =
      TestTables.halves(500)
          .selectExpr("*", "array(int(a > 0.5), int(b > 0.5), int(a < 0.5)) as flags");

  private static NeuralNetworkClassifier classifier() {
    return TestTables.classifier().setLabelCol("flags");
  }

  @Test
  void learnsEachLabelByItself() {
    NeuralNetworkClassificationModel model = classifier().fit(TABLE);

    Dataset<Row> scored = model.transform(TABLE);
    assertThat(model.labels()).containsExactly("0", "1", "2");
    for (int label = 0; label < 3; label++) {
      long hits = scored.filter("prediction[%1$d] = flags[%1$d]".formatted(label)).count();
      assertThat(hits / 500.0).isGreaterThan(0.95);
    }
    assertThat(model.report().orElseThrow().engine()).isEqualTo("blas");
  }

  @Test
  void aStepIsTheOneWorkedOutByHand() {
    // p = 0.5 each, dL/dz = p - t = (-0.5, 0.5), dL/dw = 2 dL/dz, rate 0.1; loss 2 ln 2.
    MultiLayerConfiguration network =
        new NeuralNetConfiguration.Builder()
            .updater(new Sgd(0.1))
            .weightInit(WeightInit.ZERO)
            .list()
            .layer(
                new OutputLayer.Builder(LossFunction.XENT)
                    .nIn(1)
                    .nOut(2)
                    .activation(Activation.SIGMOID)
                    .build())
            .build();
    Dataset<Row> one = SPARK.sql("select 2 as x, array(1, 0) as y");

    NeuralNetworkClassificationModel model =
        new NeuralNetworkClassifier()
            .setFeaturesCol("x")
            .setLabelCol("y")
            .setNetwork(network)
            .setWorkers(1)
            .setEpochs(1)
            .fit(one);

    assertThat(model.parameters())
        .containsExactly(new float[] {0.1f, -0.1f, 0.05f, -0.05f}, within(1e-6f));
    assertThat(model.report().orElseThrow().finalLoss()).isCloseTo(2 * Math.log(2), within(1e-6));
    Row row = model.transform(one).first();
    double p = 1 / (1 + Math.exp(-0.25));
    Vector probability = row.getAs("probability");
    assertThat(probability.toArray()).containsExactly(new double[] {p, 1 - p}, within(1e-6));
    assertThat(row.<Vector>getAs("rawPrediction").apply(0))
        .isEqualTo(Math.log(probability.apply(0)));
    assertThat(row.<Double>getList(row.fieldIndex("prediction"))).isEqualTo(List.of(1.0, 0.0));
    Row shifted = model.setThresholds(new double[] {0.6, 0.4}).transform(one).first();
    assertThat(shifted.<Double>getList(row.fieldIndex("prediction"))).isEqualTo(List.of(0.0, 1.0));
  }

  @Test
  void vectorsOfLabelsGiveVectors() {
    Dataset<Row> table =
        new VectorAssembler()
            .setInputCols(new String[] {"label", "flag"})
            .setOutputCol("vector")
            .transform(TABLE);

    Dataset<Row> scored =
        classifier().setLabelCol("vector").setEpochs(1).fit(table).transform(table);

    assertThat(scored.schema().apply("prediction").dataType()).isEqualTo(SQLDataTypes.VectorType());
    assertThat(scored.first().<Vector>getAs("prediction").size()).isEqualTo(2);
  }

  @Test
  void rowsWithoutLabelsAreLeftOutAsAsked() {
    Dataset<Row> holes =
        TABLE.selectExpr(
            "features", "if(id < 3, null, if(id < 5, array(null, 1, 0), flags)) as flags");

    fitting(classifier(), holes)
        .hasMessageContaining("column 'flags' holds null")
        .hasMessageContaining("handleInvalid");
    NeuralNetworkClassificationModel model =
        classifier().setHandleInvalid("skip").setEpochs(1).fit(holes);
    assertThat(model.report().orElseThrow().examples()).isEqualTo(495);
  }

  private static AbstractThrowableAssert<?, ?> fitting(
      NeuralNetworkClassifier classifier, Dataset<Row> data) {
    return assertThatThrownBy(() -> classifier.fit(data))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesWhatSeveralLabelsCannotBe() {
    fitting(
            classifier(),
            TABLE.selectExpr("features", "if(id < 2, array(1D, 0.5D, 0D), flags) as flags"))
        .hasMessage(
            "Cannot fit: label column 'flags' holds values other than 0 and 1 in 2 rows (several"
                + " labels at once must be 0 or 1 each)");
    fitting(classifier().setClassWeighting("balanced"), TABLE)
        .hasMessage(
            "Invalid classWeighting: balanced (must be none, as label column 'flags' holds several"
                + " labels at once)");
    fitting(classifier().setValidationMetric("accuracy"), TABLE)
        .hasMessageStartingWith(
            "Invalid validationMetric: accuracy (must be loss, as label column");
    fitting(classifier().setThresholds(new double[] {0.5}), TABLE)
        .hasMessage("Invalid thresholds: [0.5] (must be one for each of 3 classes)");
    fitting(
            new NeuralNetworkClassifier()
                .setLabelCol("flags")
                .setNetwork(
                    Networks.multiLabelClassifier(2, new int[0], "relu", 0, 4, new Adam(), 1)),
            TABLE)
        .hasMessage(
            "Cannot train network: its output layer gives 4 values per example (must be 3)");
  }
}
