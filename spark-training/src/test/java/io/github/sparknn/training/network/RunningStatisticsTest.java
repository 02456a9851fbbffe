package io.github.sparknn.training.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class RunningStatisticsTest {
  private static OutputLayer output() {
    return new OutputLayer.Builder(LossFunction.MSE).nOut(2).build();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void liesBehindGammaAndBetaOfEachLayer(boolean logarithms) {
    NetworkSpec network =
        NetworkSpec.of(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(new DenseLayer.Builder().nOut(3).build())
                .layer(new BatchNormalization.Builder(false).useLogStd(logarithms).build())
                .layer(new DenseLayer.Builder().nOut(4).build())
                .layer(new BatchNormalization.Builder(true).useLogStd(logarithms).build())
                .layer(output())
                .setInputType(InputType.feedForward(2))
                .build());

    // 2*3+3 = 9, gamma to 12, beta to 15; 21 + 3*4+4 = 37, gamma and beta locked: none.
    assertThat(network.runningStatistics())
        .containsExactly(
            new FlatRange(15, 18),
            new FlatRange(18, 21),
            new FlatRange(37, 41),
            new FlatRange(41, 45));
  }

  @Test
  void followsTheOrderOfAGraph() {
    NetworkSpec network =
        NetworkSpec.of(
            new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("in")
                .addLayer("out", output(), "norm")
                .addLayer(
                    "norm", new BatchNormalization.Builder().useLogStd(false).build(), "dense")
                .addLayer("dense", new DenseLayer.Builder().nOut(3).build(), "in")
                .setOutputs("out")
                .setInputTypes(InputType.feedForward(2))
                .build());

    assertThat(network.runningStatistics())
        .containsExactly(new FlatRange(15, 18), new FlatRange(18, 21));
  }

  @Test
  void isNoneWithoutBatchNormalization() {
    NetworkSpec network =
        NetworkSpec.of(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(output())
                .setInputType(InputType.feedForward(2))
                .build());

    assertThat(network.runningStatistics()).isEmpty();
  }
}
