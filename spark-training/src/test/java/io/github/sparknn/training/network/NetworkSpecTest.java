package io.github.sparknn.training.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparknn.datasets.TensorSpec;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

class NetworkSpecTest {

  private static MultiLayerConfiguration mlp() {
    return Networks.classifier(4, new int[] {5}, "relu", 0, 3, new Adam(), 1L);
  }

  private static MultiLayerConfiguration convolutional(InputType input) {
    return new NeuralNetConfiguration.Builder()
        .list()
        .layer(new ConvolutionLayer.Builder(3, 3).nOut(2).build())
        .layer(new OutputLayer.Builder().nOut(10).activation(Activation.SOFTMAX).build())
        .setInputType(input)
        .build();
  }

  private static ComputationGraphConfiguration graph(String... outputs) {
    ComputationGraphConfiguration.GraphBuilder builder =
        new NeuralNetConfiguration.Builder()
            .updater(new Sgd(0.1))
            .graphBuilder()
            .addInputs("in")
            .addLayer("hidden", new DenseLayer.Builder().nIn(4).nOut(5).build(), "in");
    for (String output : outputs) {
      builder.addLayer(
          output,
          new OutputLayer.Builder().nIn(5).nOut(3).activation(Activation.SOFTMAX).build(),
          "hidden");
    }
    return builder.setOutputs(outputs).build();
  }

  @Test
  void knowsTheSizesOfADenseStack() {
    NetworkSpec spec = NetworkSpec.of(mlp());

    assertThat(spec.inputSize()).isEqualTo(4);
    assertThat(spec.outputSize()).isEqualTo(3);
    assertThat(spec.exampleShape(new int[] {2, 2})).containsExactly(4);
    assertThat(spec.initialState().parameters()).hasSize(4 * 5 + 5 + 5 * 3 + 3);
    assertThat(spec.initialState().optimizerState()).hasSize(2 * (4 * 5 + 5 + 5 * 3 + 3));
  }

  @Test
  void knowsTheSizesOfAGraph() {
    NetworkSpec spec = NetworkSpec.fromJson(graph("out").toJson());

    assertThat(spec.inputSize()).isEqualTo(4);
    assertThat(spec.outputSize()).isEqualTo(3);
    assertThat(spec.initialState().optimizerState()).isEmpty();
  }

  @Test
  void flattensImagesOnlyForNetworksThatUnflattenThem() {
    NetworkSpec flat = NetworkSpec.of(convolutional(InputType.convolutionalFlat(6, 6, 1)));
    NetworkSpec shaped = NetworkSpec.of(convolutional(InputType.convolutional(6, 6, 1)));

    assertThat(flat.inputSize()).isEqualTo(36);
    assertThat(flat.exampleShape(new int[] {1, 6, 6})).containsExactly(36);
    assertThat(shaped.exampleShape(new int[] {1, 6, 6})).containsExactly(1, 6, 6);
    assertThatThrownBy(() -> shaped.exampleShape(new int[] {36}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot train network: its input layer takes 3 dimensions per example, the features"
                + " have shape [36] (set inputShape)");
  }

  @Test
  void refusesImagesOfAnotherOrder() {
    NetworkSpec flat = NetworkSpec.of(convolutional(InputType.convolutionalFlat(6, 6, 1)));

    assertThatThrownBy(() -> flat.exampleShape(new int[] {6, 6, 1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot train network: its input layer takes channels, height, width [1, 6, 6] per"
                + " example, the features have [6, 6, 1]");
    assertThat(flat.exampleShape(new int[] {6, 6})).containsExactly(36);
  }

  @Test
  void knowsWhichNetworksTakeSequences() {
    for (SequenceNetworkBuilder builder :
        List.of(
            Networks.lstm(3, 4),
            Networks.lstm(3, 4).bidirectional().maxPooling(),
            Networks.lstm(3, 4).bidirectional().everyStep())) {
      NetworkSpec spec = NetworkSpec.of(builder.classifier(5));
      assertThat(spec.takesSequences()).isTrue();
      assertThat(spec.inputSize()).isEqualTo(-1);
      assertThat(spec.outputSize()).isEqualTo(5);
      assertThat(spec.exampleShape(new int[] {9, 3})).containsExactly(9, 3);
      assertThatThrownBy(() -> spec.exampleShape(new int[] {3, 9}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "Cannot train network: its input layer takes time, features [?, 3] per example, the"
                  + " features have [3, 9]");
    }
    assertThat(NetworkSpec.of(mlp()).takesSequences()).isFalse();
    assertThat(NetworkSpec.of(Networks.lstm(3, 4).classifier(5)).memory(new int[] {9, 3}, 2))
        .isPresent();
  }

  @Test
  void refusesSequencesOfVaryingLengthForOtherNetworks() {
    assertThatThrownBy(
            () -> NetworkSpec.of(mlp()).exampleShape(TensorSpec.ofSequences("steps", 2, 2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot train network: column 'steps' holds sequences of varying length, and the"
                + " network takes none (its first layer must be a recurrent or one-dimensional"
                + " one)");
  }

  @Test
  void refusesFeaturesOfAnotherSize() {
    assertThatThrownBy(() -> NetworkSpec.of(mlp()).exampleShape(new int[] {784}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot train network: its input layer takes 4 values per example, the features have"
                + " 784");
  }

  @Test
  void refusesGraphsWithSeveralOutputs() {
    assertThatThrownBy(() -> NetworkSpec.of(graph("a", "b")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot use network: it has inputs [in] and outputs [a, b] (must be one each)");
  }

  @Test
  void refusesTextThatIsNotAConfiguration() {
    assertThatThrownBy(() -> NetworkSpec.fromJson("{oops"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Cannot read network: not JSON (");
    assertThatThrownBy(() -> NetworkSpec.fromJson("{\"layers\": []}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Cannot read network: not a DL4J configuration");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1})
  void initializesTheSameParametersForTheSameSeed(long seed) {
    NetworkSpec layers =
        NetworkSpec.of(Networks.classifier(4, new int[] {5}, "relu", 0, 3, new Adam(), seed));
    ComputationGraphConfiguration configuration = graph("out");
    configuration.getDefaultConfiguration().setSeed(seed);
    NetworkSpec graph = NetworkSpec.of(configuration);

    assertThat(layers.initialState().parameters()).isEqualTo(layers.initialState().parameters());
    assertThat(graph.initialState().parameters()).isEqualTo(graph.initialState().parameters());
  }

  @Test
  void refusesUnknownOptimizersAndActivations() {
    assertThatThrownBy(() -> Optimizers.of("adamm", 0.1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Invalid optimizer: adamm (must be one of [adagrad, adam, adamw, nesterov, rmsprop, sgd])");
    assertThatThrownBy(() -> Optimizers.of("adam", 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid learningRate: 0.0 (must be > 0)");
    assertThatThrownBy(() -> Networks.classifier(4, new int[] {5}, "rellu", 0, 3, new Adam(), 1L))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Invalid activation: rellu (must be one of [elu, ");
  }

  @Test
  void refusesAStateOfAnotherNetwork() {
    ModelState tooSmall = new ModelState(new float[7], new float[0], 0, 0);

    assertThatThrownBy(() -> NetworkStates.write(tooSmall, NetworkSpec.of(mlp()).newNetwork()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot load state into network: it has 7 parameters, the network has 43");
  }

  @Test
  void aStateKnowsWhetherItIsFinite() {
    assertThat(ModelState.ofParameters(new float[] {1, -2, Float.MAX_VALUE}).isFinite()).isTrue();
    assertThat(ModelState.ofParameters(new float[] {1, Float.NaN}).isFinite()).isFalse();
    assertThat(new ModelState(new float[1], new float[] {Float.NEGATIVE_INFINITY}, 0, 0).isFinite())
        .isFalse();
  }
}
