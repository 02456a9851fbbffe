package io.github.sparknn.training.engine.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.sparknn.training.network.ModelState;
import io.github.sparknn.training.network.NetworkSpec;
import io.github.sparknn.training.network.Networks;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.NeuralNetwork;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Gradients against central differences of the outputs that DL4J predicts in double. */
class InputGradientsTest {
  private static final int ROWS = 4;
  private static final int OUTPUTS = 3;
  private static final double STEP = 1e-5;

  private static NeuralNetConfiguration.Builder builder() {
    return new NeuralNetConfiguration.Builder().seed(3).activation(Activation.TANH);
  }

  private static OutputLayer softmax() {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nOut(OUTPUTS)
        .activation(Activation.SOFTMAX)
        .build();
  }

  private static NetworkSpec layers(
      InputType input, org.deeplearning4j.nn.conf.layers.Layer... layers) {
    return NetworkSpec.of(builder().list(layers).setInputType(input).build());
  }

  private static DenseLayer dense() {
    return new DenseLayer.Builder().nOut(6).build();
  }

  static Stream<Arguments> networks() {
    InputType values = InputType.feedForward(5);
    InputType flat = InputType.convolutionalFlat(6, 5, 2);
    InputType images = InputType.convolutional(6, 5, 2);
    return Stream.of(
        network("softmax", layers(values, dense(), softmax()), 5),
        network(
            "sigmoids",
            NetworkSpec.of(Networks.mlp(5, 4).activation("gelu").multiLabel(OUTPUTS)),
            5),
        network(
            "linear outputs",
            layers(
                values,
                dense(),
                new OutputLayer.Builder(LossFunction.L1)
                    .nOut(OUTPUTS)
                    .activation(Activation.IDENTITY)
                    .build()),
            5),
        network(
            "a loss layer",
            layers(
                values,
                dense(),
                new DenseLayer.Builder().nOut(OUTPUTS).build(),
                new LossLayer.Builder(LossFunction.MCXENT).activation(Activation.SOFTMAX).build()),
            5),
        network(
            "dropout and noise",
            layers(
                values,
                new DenseLayer.Builder().nOut(6).dropOut(0.5).build(),
                new DropoutLayer(0.4),
                new DenseLayer.Builder().nOut(6).weightNoise(new DropConnect(0.5)).build(),
                softmax()),
            5),
        network("frozen", layers(values, new FrozenLayer(dense()), dense(), softmax()), 5),
        network(
            "convolutions of flat images",
            layers(
                flat,
                new ConvolutionLayer.Builder(3, 2).nOut(3).build(),
                new SubsamplingLayer.Builder(2, 2).stride(2, 1).build(),
                softmax()),
            60),
        network(
            "batch normalization",
            layers(
                images,
                new BatchNormalization.Builder().useLogStd(false).build(),
                new ConvolutionLayer.Builder(2, 2).nOut(4).build(),
                new BatchNormalization.Builder().lockGammaBeta(true).gamma(1.5).beta(0.5).build(),
                dense(),
                new BatchNormalization(),
                softmax()),
            2,
            6,
            5),
        network("graph", NetworkSpec.of(graph()), 5),
        network("both directions", sequences("mean"), 6, 2),
        network("last step", sequences("last"), 6, 2),
        network("recurrent graph", NetworkSpec.of(recurrentGraph()), 6, 2));
  }

  private static Arguments network(String name, NetworkSpec network, int... shape) {
    return Arguments.of(name, network, shape);
  }

  private static NetworkSpec sequences(String kind) {
    return NetworkSpec.of(
        kind.equals("mean")
            ? Networks.lstm(2, 4).bidirectional().averagePooling().classifier(OUTPUTS)
            : Networks.lstm(2, 4, 3).dense(5).classifier(OUTPUTS));
  }

  /** The input goes three ways, one of them around all layers. */
  private static ComputationGraphConfiguration graph() {
    return builder()
        .graphBuilder()
        .addInputs("in")
        .addLayer("left", new DenseLayer.Builder().nOut(5).build(), "in")
        .addLayer("right", new DenseLayer.Builder().nOut(5).dropOut(0.5).build(), "in")
        .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "left", "right", "in")
        .addLayer("normal", new BatchNormalization(), "sum")
        .addVertex("beside", new MergeVertex(), "normal", "in")
        .addLayer("out", softmax(), "beside")
        .setOutputs("out")
        .setInputTypes(InputType.feedForward(5))
        .build();
  }

  private static ComputationGraphConfiguration recurrentGraph() {
    return builder()
        .graphBuilder()
        .addInputs("in")
        .addLayer("lstm", new LSTM.Builder().nOut(4).build(), "in")
        .addVertex("last", new LastTimeStepVertex("in"), "lstm")
        .addLayer("out", softmax(), "last")
        .setOutputs("out")
        .setInputTypes(InputType.recurrent(2))
        .backpropType(BackpropType.TruncatedBPTT)
        .tBPTTLength(2)
        .validateTbpttConfig(false)
        .build();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void gradientsAreTheSlopesOfThePredictions(String name, NetworkSpec network, int[] shape) {
    int size = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    int[] lengths = network.takesSequences() ? new int[] {6, 2, 5, 1} : null;
    SplittableRandom random = new SplittableRandom(5);
    ModelState state = network.initialState();
    for (int i = 0; i < state.parameters().length; i++) {
      state.parameters()[i] += (float) random.nextDouble(-0.4, 0.4);
    }
    float[] features = floats(random, ROWS * size);
    float[] weights = floats(random, ROWS * OUTPUTS);
    Predictions exact = new Predictions(network, state, shape, lengths);

    float[] gradients;
    try (InputGradients loaded = new InputGradients(network, state, 1)) {
      gradients = loaded.of(features, shape, lengths, weights);
      assertThat(loaded.of(features, shape, lengths, weights)).isEqualTo(gradients);
    }

    double[] slopes = new double[gradients.length];
    double largest = 0;
    for (int i = 0; i < slopes.length; i++) {
      slopes[i] = exact.slope(features, i, weights);
      largest = Math.max(largest, Math.abs(slopes[i]));
    }
    assertThat(largest).isGreaterThan(1e-3);
    for (int i = 0; i < slopes.length; i++) {
      assertThat(gradients[i] / largest)
          .as("gradient of value " + i)
          .isCloseTo(slopes[i] / largest, within(1e-5));
    }
  }

  private static float[] floats(SplittableRandom random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }

  /** What DL4J's own network gives, in double. */
  private static final class Predictions {
    private final NetworkSpec spec;
    private final NeuralNetwork network;
    private final int[] shape;
    private final INDArray mask;

    Predictions(NetworkSpec spec, ModelState state, int[] shape, int[] lengths) {
      this.spec = spec;
      this.shape = shape;
      mask = lengths == null ? null : Examples.mask(lengths, shape[0]).castTo(DataType.DOUBLE);
      String json = spec.json().replace("\"dataType\" : \"FLOAT\"", "\"dataType\" : \"DOUBLE\"");
      network = NetworkSpec.fromJson(json).newNetwork();
      assertThat(network.params().dataType()).isEqualTo(DataType.DOUBLE);
      network
          .params()
          .assign(Nd4j.createFromArray(state.parameters()).castTo(DataType.DOUBLE).reshape(1, -1));
    }

    double slope(float[] features, int index, float[] weights) {
      double[] values = new double[features.length];
      Arrays.setAll(values, i -> features[i]);
      values[index] += STEP;
      double above = sum(values, weights);
      values[index] -= 2 * STEP;
      return (above - sum(values, weights)) / (2 * STEP);
    }

    private double sum(double[] values, float[] weights) {
      // DL4J's LastTimeStep makes arrays of the default type, whatever the network's.
      Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
      try {
        return exactSum(values, weights);
      } finally {
        Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
      }
    }

    private double exactSum(double[] values, float[] weights) {
      long[] dimensions = new long[shape.length + 1];
      dimensions[0] = ROWS;
      for (int i = 0; i < shape.length; i++) {
        dimensions[i + 1] = shape[i];
      }
      INDArray x = new Examples(spec).turn(Nd4j.create(values, dimensions, DataType.DOUBLE));
      INDArray y =
          network instanceof MultiLayerNetwork layers
              ? layers.output(x, false, mask, null)
              : ((ComputationGraph) network)
                  .output(false, new INDArray[] {x}, mask == null ? null : new INDArray[] {mask})[
                  0];
      INDArray w = Nd4j.createFromArray(weights).castTo(DataType.DOUBLE).reshape(ROWS, OUTPUTS);
      return y.mul(w).sumNumber().doubleValue();
    }
  }

  @Test
  void networksThatReadIdsAreRefused() {
    NetworkSpec network = NetworkSpec.of(Networks.embedding(9, 4, 3).classifier(2));
    assertThatThrownBy(() -> InputGradients.requireSupported(network))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot compute gradients of the network's input: it reads ids, by its"
                + " EmbeddingSequenceLayer (must read numbers, which alone have gradients)");
  }

  @Test
  void outputsForEachStepAreRefused() {
    NetworkSpec network = NetworkSpec.of(Networks.lstm(3, 4).everyStep().classifier(2));
    assertThatThrownBy(() -> InputGradients.requireSupported(network))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot compute gradients of the network's input: its output layer is of type"
                + " RnnOutputLayer (they need an OutputLayer or a LossLayer, one output row per"
                + " example)");
  }
}
