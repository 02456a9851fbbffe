package io.github.sparknn.training.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class LayerTableTest {
  private static LayerSummary line(
      String name, String type, String output, long parameters, long flop) {
    return new LayerSummary(name, type, output, parameters, OptionalLong.of(flop));
  }

  @Test
  void countsDenseLayers() {
    NetworkSpec network =
        NetworkSpec.of(Networks.classifier(784, new int[] {128}, "relu", 0, 10, new Adam(0.1), 7));

    assertThat(network.layers(new int[] {784}))
        .containsExactly(
            line("layer0", "DenseLayer", "128", 784 * 128 + 128, 2 * 784 * 128),
            line("layer1", "OutputLayer", "10", 128 * 10 + 10, 2 * 128 * 10));
  }

  @Test
  void countsEachPixelOfAConvolutionsOutput() {
    NetworkSpec network = NetworkSpec.of(Networks.lenet(1, 28, 28).classifier(10));

    assertThat(network.layers(network.exampleShape(new int[] {1, 28, 28})))
        .containsExactly(
            line("layer0", "ConvolutionLayer", "20x24x24", 20 * 25 + 20, 2L * 20 * 25 * 24 * 24),
            line("layer1", "SubsamplingLayer", "20x12x12", 0, 0),
            line(
                "layer2",
                "ConvolutionLayer",
                "50x8x8",
                50 * 20 * 25 + 50,
                2L * 50 * 20 * 25 * 8 * 8),
            line("layer3", "SubsamplingLayer", "50x4x4", 0, 0),
            line("layer4", "DenseLayer", "500", 800 * 500 + 500, 2L * 800 * 500),
            line("layer5", "OutputLayer", "10", 500 * 10 + 10, 2L * 500 * 10));
  }

  @Test
  void countsEachStepOfASequence() {
    NetworkSpec network = NetworkSpec.of(Networks.lstm(4, 64).regressor(1));

    List<LayerSummary> layers = network.layers(new int[] {7, 4});

    assertThat(layers.get(0).type()).endsWith("LSTM");
    assertThat(layers.get(0).flop()).hasValue(2L * 4 * 64 * (4 + 64) * 7);
    assertThat(layers.get(layers.size() - 1))
        .extracting(LayerSummary::output, LayerSummary::flop)
        .containsExactly("1", OptionalLong.of(2 * 64));
  }

  @Test
  void followsAGraph() {
    ComputationGraphConfiguration graph =
        new NeuralNetConfiguration.Builder()
            .graphBuilder()
            .addInputs("in")
            .addLayer("left", new DenseLayer.Builder().nIn(3).nOut(4).build(), "in")
            .addLayer("right", new DenseLayer.Builder().nIn(3).nOut(5).build(), "in")
            .addVertex("both", new MergeVertex(), "left", "right")
            .addLayer(
                "out",
                new OutputLayer.Builder(LossFunction.MSE)
                    .activation(Activation.IDENTITY)
                    .nIn(9)
                    .nOut(2)
                    .build(),
                "both")
            .setOutputs("out")
            .build();

    assertThat(NetworkSpec.of(graph).layers(new int[] {3}))
        .containsExactlyInAnyOrder(
            line("left", "DenseLayer", "4", 16, 24),
            line("right", "DenseLayer", "5", 20, 30),
            line("both", "MergeVertex", "9", 0, 0),
            line("out", "OutputLayer", "2", 20, 36));
  }

  @Test
  void doesNotGuessWhatALayerComputes() {
    NetworkSpec network =
        NetworkSpec.of(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(new DepthwiseConvolution2D.Builder(3, 3).depthMultiplier(2).build())
                .layer(new OutputLayer.Builder().nOut(2).activation(Activation.SOFTMAX).build())
                .setInputType(InputType.convolutional(8, 8, 1))
                .build());

    assertThat(network.layers(new int[] {1, 8, 8}).get(0).flop()).isEmpty();
  }
}
