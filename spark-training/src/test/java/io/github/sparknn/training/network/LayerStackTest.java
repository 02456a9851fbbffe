package io.github.sparknn.training.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class LayerStackTest {
  private static final NetworkSpec STACK =
      NetworkSpec.of(Networks.autoencoder(9, new int[] {6, 2}, "tanh", 0, new Adam(), 1));

  /** 1 x 4 x 4 pixels; convolution, batch normalization, dense 5 'code', dense 8, output 16. */
  private static NetworkSpec images() {
    return NetworkSpec.of(
        new NeuralNetConfiguration.Builder()
            .seed(1)
            .updater(new Adam())
            .activation(Activation.TANH)
            .list()
            .layer(new ConvolutionLayer.Builder(3, 3).nOut(2).build())
            .layer(new BatchNormalization())
            .layer(new DenseLayer.Builder().nOut(5).name("code").build())
            .layer(new DenseLayer.Builder().nOut(8).build())
            .layer(
                new OutputLayer.Builder(LossFunction.MSE)
                    .nOut(16)
                    .activation(Activation.IDENTITY)
                    .build())
            .setInputType(InputType.convolutionalFlat(4, 4, 1))
            .build());
  }

  @Test
  void findsDenseLayersByNameAndIndexAndTheNarrowest() {
    LayerStack stack = new LayerStack(STACK);
    LayerStack images = new LayerStack(images());

    assertThat(stack.narrowestDenseLayer()).isEqualTo(1);
    assertThat(stack.width(1)).isEqualTo(2);
    assertThat(stack.denseLayer("2")).isEqualTo(2);
    assertThat(images.narrowestDenseLayer()).isEqualTo(2);
    assertThat(images.denseLayer("code")).isEqualTo(2);
    assertThat(images.width(3)).isEqualTo(8);
  }

  @Test
  void theFirstLayersHaveTheFirstParametersAndGiveTheLayersOutputs() {
    for (NetworkSpec spec : new NetworkSpec[] {STACK, images()}) {
      LayerStack stack = new LayerStack(spec);
      int layer = stack.narrowestDenseLayer();
      MultiLayerNetwork whole = (MultiLayerNetwork) spec.newNetwork();
      MultiLayerNetwork first = (MultiLayerNetwork) stack.upTo(layer).newNetwork();
      float[] parameters = NetworkStates.read(whole).parameters();
      NetworkStates.write(
          ModelState.ofParameters(Arrays.copyOf(parameters, (int) first.numParams())), first);
      INDArray input =
          Nd4j.linspace(DataType.FLOAT, -1, 0.1, 3L * spec.inputSize())
              .reshape(3, spec.inputSize());

      INDArray expected = whole.feedForward(input, false).get(layer + 1);

      assertThat(first.output(input).toFloatMatrix()).isDeepEqualTo(expected.toFloatMatrix());
      assertThat(stack.upTo(layer).outputSize()).isEqualTo(stack.width(layer));
    }
  }

  @Test
  void refusesOtherLayersAndGraphs() {
    assertThatThrownBy(() -> new LayerStack(images()).denseLayer("0"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Invalid layer: 0 (must be a dense layer before the last, one of [2 'code', 3 'layer3'])");
    NetworkSpec linear =
        NetworkSpec.of(Networks.regressor(2, new int[0], "relu", 0, 2, "mse", new Adam(), 1));
    assertThatThrownBy(() -> new LayerStack(linear).narrowestDenseLayer())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot take a layer's outputs: the network has no dense layer before its last");
    ComputationGraphConfiguration graph =
        new NeuralNetConfiguration.Builder()
            .graphBuilder()
            .addInputs("in")
            .addLayer("out", new OutputLayer.Builder(LossFunction.MSE).nIn(2).nOut(2).build(), "in")
            .setOutputs("out")
            .build();
    assertThatThrownBy(() -> new LayerStack(NetworkSpec.of(graph)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "Cannot take a layer's outputs: the network is a ComputationGraphConfiguration");
  }
}
