package io.github.sparknn.estimators;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparknn.preprocessing.ImagePreprocessor;
import io.github.sparknn.preprocessing.SequenceWindower;
import io.github.sparknn.testing.SharedSpark;
import io.github.sparknn.training.network.Networks;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.learning.config.Adam;

/** What ImagePreprocessor and SequenceWindower give goes into networks as it is. */
class PreparedInputsTest {
  private static PipelineModel fit(PipelineStage stage, PipelineStage network, Dataset<Row> data) {
    return new Pipeline().setStages(new PipelineStage[] {stage, network}).fit(data);
  }

  /** Images of 12 x 16 pixels with a bar that lies (label 0) or stands (label 1). */
  private static Dataset<Row> bars() {
    return SharedSpark.session()
        .range(0, 300, 1, 3)
        .selectExpr("int(id % 2) AS label", "int(pmod(id * 7, 10)) AS place")
        .selectExpr(
            "label",
            "transform(sequence(0, 11), y -> transform(sequence(0, 15), x ->"
                + " IF(IF(label = 1, x, y) - place BETWEEN 0 AND 1, 220, 30))) AS pixels");
  }

  @Test
  void tensorsOfImagesFeedConvolutions() {
    ImagePreprocessor images =
        new ImagePreprocessor().setInputCol("pixels").setHeight(8).setWidth(8).setChannels(1);
    NeuralNetworkClassifier network =
        new NeuralNetworkClassifier()
            .setNetwork(
                Networks.cnn(1, 8, 8)
                    .convolution(4, 3)
                    .dense(8)
                    .optimizer(new Adam(0.01))
                    .seed(1)
                    .classifier(2))
            .setBatchSize(16)
            .setEpochs(8)
            .setWorkers(2)
            .setSeed(3L);
    Dataset<Row> scored = fit(images, network, bars()).transform(bars());
    assertThat(scored.where("prediction = label").count()).isGreaterThan(290);
  }

  /** Three waves of 120 steps, each of its own phase. */
  private static Dataset<Row> waves() {
    return SharedSpark.session()
        .range(0, 360, 1, 3)
        .selectExpr("id % 3 AS wave", "int(id / 3) AS t")
        .selectExpr("wave", "t", "sin(t / 3.0 + wave) AS height");
  }

  @Test
  void windowsOfAnyLengthFeedRecurrentLayers() {
    SequenceWindower windows =
        new SequenceWindower()
            .setKeyCols(new String[] {"wave"})
            .setTimeCol("t")
            .setInputCols(new String[] {"height"})
            .setLength(8)
            .setShortWindows("keep")
            .setLabelCols(new String[] {"height"})
            .setHorizon(3);
    NeuralNetworkRegressor network =
        new NeuralNetworkRegressor()
            .setNetwork(Networks.lstm(1, 8).optimizer(new Adam(0.02)).seed(1).regressor(1))
            .setBatchSize(16)
            .setEpochs(12)
            .setWorkers(2)
            .setAveragingFrequency(4)
            .setSeed(3L);
    PipelineModel model = fit(windows, network, waves());
    Dataset<Row> scored = model.transform(waves());
    assertThat(scored.count()).isEqualTo(3 * 117);
    // The mean of all heights, as a forecast, errs by 0.7.
    double error = scored.selectExpr("sqrt(avg(power(prediction - label, 2)))").head().getDouble(0);
    assertThat(error).isLessThan(0.25);
  }
}
