package io.github.sparknn.training.engine.blas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparknn.datasets.MiniBatch;
import io.github.sparknn.training.network.NetworkSpec;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Networks over images against DL4J's own computation: one gradient, then twenty steps. */
class ConvolutionEquivalenceTest {
  private static final int ROWS = 7;
  private static final int LABELS = 3;
  private static final int STEPS = 20;

  private static NeuralNetConfiguration.Builder builder(IUpdater updater) {
    return new NeuralNetConfiguration.Builder().seed(3).updater(updater);
  }

  private static MultiLayerConfiguration network(InputType input, Layer... hidden) {
    return network(builder(new Adam(0.01)), input, hidden);
  }

  private static MultiLayerConfiguration network(
      NeuralNetConfiguration.Builder builder, InputType input, Layer... hidden) {
    NeuralNetConfiguration.ListBuilder list = builder.list();
    for (Layer layer : hidden) {
      list.layer(layer);
    }
    list.layer(
        new OutputLayer.Builder(LossFunction.MCXENT)
            .nOut(LABELS)
            .activation(Activation.SOFTMAX)
            .build());
    return list.setInputType(input).build();
  }

  private static ConvolutionLayer.Builder convolution(int channels, int... kernel) {
    return new ConvolutionLayer.Builder(kernel).nOut(channels).activation(Activation.TANH);
  }

  private static SubsamplingLayer.Builder pooling(PoolingType type, int... kernel) {
    return new SubsamplingLayer.Builder(type, kernel);
  }

  private static void assertEquivalent(MultiLayerConfiguration network, int... shape) {
    assertEquivalent(network, ROWS, shape);
  }

  private static void assertEquivalent(MultiLayerConfiguration network, int rows, int[] shape) {
    try (Twins twins = new Twins(network);
        MiniBatch batch = TestBatches.random(rows, shape, LABELS, TestBatches.Labels.ONE_HOT, 5)) {
      twins.assertSameGradient(batch);
      twins.assertSameSteps(batch, STEPS);
      twins.assertSameOutput(batch);
    }
  }

  /** Two layers, as the first one reads the mini-batch in another way and has no input gradient. */
  @ParameterizedTest
  @CsvSource({
    "8, 8, 1, 3, 3, 1, 1, 0, 0, Truncate",
    "9, 7, 2, 3, 2, 1, 1, 0, 0, Truncate",
    "11, 13, 3, 3, 3, 2, 1, 0, 0, Truncate",
    "13, 11, 1, 2, 3, 1, 2, 0, 0, Truncate",
    "16, 15, 2, 3, 3, 2, 2, 0, 0, Truncate",
    "7, 8, 2, 3, 3, 2, 2, 1, 1, Truncate",
    "5, 5, 2, 2, 2, 1, 1, 3, 2, Truncate",
    "3, 3, 4, 1, 1, 1, 1, 0, 0, Truncate",
    "3, 3, 4, 1, 1, 3, 2, 1, 1, Truncate",
    "11, 7, 2, 3, 3, 2, 2, 0, 0, Strict",
    "13, 9, 2, 5, 3, 2, 1, 2, 1, Strict",
    "6, 7, 2, 3, 3, 1, 1, 0, 0, Same",
    "7, 6, 3, 2, 4, 1, 1, 0, 0, Same",
    "11, 10, 2, 3, 3, 3, 2, 0, 0, Same",
    "5, 4, 1, 6, 5, 1, 2, 0, 0, Same"
  })
  void windowsEqualDl4js(
      int height,
      int width,
      int channels,
      int kernelY,
      int kernelX,
      int strideY,
      int strideX,
      int paddingY,
      int paddingX,
      ConvolutionMode mode) {
    ConvolutionLayer.Builder first =
        convolution(3, kernelY, kernelX)
            .stride(strideY, strideX)
            .padding(paddingY, paddingX)
            .convolutionMode(mode);
    ConvolutionLayer.Builder second =
        convolution(2, kernelY, kernelX)
            .stride(strideY, strideX)
            .padding(paddingY, paddingX)
            .convolutionMode(mode);
    MultiLayerConfiguration network =
        network(
            InputType.convolutionalFlat(height, width, channels), first.build(), second.build());

    assertEquivalent(network, height * width * channels);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 64})
  void batchesOfAnySizeGiveDl4jsSteps(int rows) {
    MultiLayerConfiguration network =
        network(
            InputType.convolutionalFlat(20, 20, 1),
            convolution(5, 5, 5).build(),
            pooling(PoolingType.MAX, 2, 2).stride(2, 2).build(),
            convolution(4, 3, 3).build());

    assertEquivalent(network, rows, new int[] {400});
  }

  @Test
  void manyProductsPerBatchEqualOne() {
    // A window of the second layer has 5 * 5 * 12 values, so that a product takes a few images.
    MultiLayerConfiguration network =
        network(
            InputType.convolutionalFlat(28, 28, 1),
            convolution(12, 5, 5).stride(2, 2).build(),
            convolution(4, 5, 5).build());

    assertEquivalent(network, 28 * 28);
  }

  static Stream<Arguments> hiddenActivations() {
    return Dl4jEquivalenceTest.activations().stream()
        .filter(activation -> activation != Activation.SOFTMAX)
        .flatMap(f -> Stream.of(Arguments.of(f, true), Arguments.of(f, false)));
  }

  @ParameterizedTest
  @MethodSource("hiddenActivations")
  void activationsAndLayersWithoutBiasEqualDl4js(Activation activation, boolean hasBias) {
    MultiLayerConfiguration network =
        network(
            builder(new Sgd(0.1)),
            InputType.convolutionalFlat(8, 9, 2),
            convolution(4, 3, 3).hasBias(hasBias).activation(activation).build(),
            pooling(PoolingType.MAX, 2, 2).stride(2, 2).build(),
            convolution(3, 2, 2).hasBias(hasBias).activation(activation).build());

    assertEquivalent(network, 8 * 9 * 2);
  }

  static Stream<Arguments> poolings() {
    return Stream.of(PoolingType.MAX, PoolingType.AVG)
        .flatMap(
            type ->
                Stream.of(
                    pooling(type, 2, 2).stride(2, 2),
                    pooling(type, 3, 2).stride(2, 3),
                    pooling(type, 3, 3).stride(1, 2),
                    pooling(type, 3, 3).stride(2, 2).padding(1, 2),
                    pooling(type, 1, 2).stride(2, 3),
                    pooling(type, 3, 3).stride(1, 1).convolutionMode(ConvolutionMode.Same),
                    pooling(type, 2, 4).stride(2, 3).convolutionMode(ConvolutionMode.Same),
                    pooling(type, 3, 3)
                        .stride(2, 2)
                        .padding(1, 1)
                        .avgPoolIncludePadInDivisor(true)))
        .map(SubsamplingLayer.Builder::build)
        .map(layer -> Arguments.of(layer.toString(), layer));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("poolings")
  void poolingEqualsDl4js(String name, SubsamplingLayer layer) {
    MultiLayerConfiguration network =
        network(
            InputType.convolutionalFlat(11, 12, 2), convolution(3, 2, 3).build(), layer.clone());

    assertEquivalent(network, 11 * 12 * 2);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("poolings")
  void poolingOfTheInputEqualsDl4js(String name, SubsamplingLayer layer) {
    MultiLayerConfiguration network =
        network(
            InputType.convolutionalFlat(11, 12, 2), layer.clone(), convolution(3, 2, 3).build());

    assertEquivalent(network, 11 * 12 * 2);
  }

  /** Equal values: the gradient goes to the first one. */
  @Test
  void tiesInMaxPoolingGoWhereDl4jSendsThem() {
    MultiLayerConfiguration network =
        network(
            builder(new Sgd(0.1)),
            InputType.convolutionalFlat(6, 6, 1),
            convolution(2, 3, 3).convolutionMode(ConvolutionMode.Same).build(),
            pooling(PoolingType.MAX, 3, 3).stride(1, 1).build());
    try (Twins twins = new Twins(network);
        MiniBatch batch = TestBatches.random(ROWS, 36, LABELS, TestBatches.Labels.ONE_HOT, 5)) {
      batch.features().assign(0.5);
      twins.assertSameGradient(batch);
      twins.assertSameSteps(batch, 3);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = PoolingType.class,
      names = {"MAX", "AVG", "SUM"})
  void globalPoolingEqualsDl4js(PoolingType type) {
    for (boolean collapse : List.of(true, false)) {
      MultiLayerConfiguration network =
          network(
              InputType.convolutionalFlat(7, 6, 2),
              convolution(5, 3, 3).activation(Activation.RELU).build(),
              new GlobalPoolingLayer.Builder(type).collapseDimensions(collapse).build(),
              new DenseLayer.Builder().nOut(4).activation(Activation.TANH).build());

      assertEquivalent(network, 7 * 6 * 2);
    }
  }

  @Test
  void imagesOfAnySizeTakeTurnsWhereNothingTellsTheSize() {
    MultiLayerConfiguration network =
        network(
            InputType.convolutional(9, 9, 2),
            new ActivationLayer(Activation.TANH),
            convolution(4, 3, 3).build(),
            pooling(PoolingType.MAX, 2, 2).stride(2, 2).build(),
            convolution(3, 2, 2).build(),
            new GlobalPoolingLayer(PoolingType.AVG));
    try (Twins twins = new Twins(network);
        MiniBatch small = images(2, 9, 9);
        MiniBatch large = images(2, 12, 10);
        MiniBatch tiny = images(2, 3, 3);
        MiniBatch gray = images(1, 9, 9);
        MiniBatch flat = images(162)) {
      twins.assertSameSteps(small, 3);
      twins.assertSameSteps(large, 3);
      twins.assertSameSteps(small, 3);
      twins.assertSameOutput(large);
      assertThatThrownBy(() -> twins.replica.step(tiny))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("layer 2 'layer2' (SubsamplingLayer) cannot lay windows of 2x2")
          .hasMessageContaining("over images of 1x1");
      assertThatThrownBy(() -> twins.replica.step(gray))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("its features have shape [7, 1, 9, 9]")
          .hasMessageContaining("takes images of 2 channels");
      assertThatThrownBy(() -> twins.replica.step(flat))
          .hasMessageContaining("its features have shape [7, 162]");
      twins.assertSameSteps(small, 1);
    }
  }

  private static MiniBatch images(int... shape) {
    return TestBatches.random(ROWS, shape, LABELS, TestBatches.Labels.ONE_HOT, 5);
  }

  @Test
  void imagesOfTheConfiguredSizeAreTakenAsDl4jHasThem() {
    MultiLayerConfiguration network =
        network(
            InputType.convolutional(8, 7, 3),
            convolution(4, 3, 3).build(),
            new DenseLayer.Builder().nOut(5).activation(Activation.TANH).build());

    assertEquivalent(network, 3, 8, 7);
  }

  /** The convolution then has an input gradient and gives vectors back to another dense layer. */
  @Test
  void imagesMadeOfVectorsEqualDl4js() {
    MultiLayerConfiguration network =
        builder(new Adam(0.01))
            .list()
            .layer(new DenseLayer.Builder().nIn(5).nOut(40).activation(Activation.TANH).build())
            .layer(convolution(3, 2, 2).nIn(2).build())
            .layer(new DenseLayer.Builder().nIn(36).nOut(LABELS).build())
            .layer(
                new LossLayer.Builder(LossFunction.MCXENT).activation(Activation.SOFTMAX).build())
            .inputPreProcessor(1, new FeedForwardToCnnPreProcessor(4, 5, 2))
            .inputPreProcessor(2, new CnnToFeedForwardPreProcessor(3, 4, 3))
            .build();

    assertEquivalent(network, 5);
  }

  @Test
  void activationAndDropoutLayersOnImagesEqualDl4js() {
    MultiLayerConfiguration network =
        network(
            InputType.convolutional(7, 7, 3),
            new ActivationLayer(Activation.SIGMOID),
            convolution(4, 3, 3).activation(Activation.IDENTITY).build(),
            new ActivationLayer(Activation.SWISH),
            new DropoutLayer(1.0),
            pooling(PoolingType.MAX, 2, 2).stride(1, 1).dropOut(0.5).build(),
            new ActivationLayer(Activation.RELU));

    assertEquivalent(network, 3, 7, 7);
  }

  static Stream<Arguments> options() {
    return Stream.of(
        Arguments.of("l1, l2", builder(new Sgd(0.1)).l1(0.01).l2(0.02)),
        Arguments.of("bias", builder(new Adam(0.01)).l1Bias(0.01).l2Bias(0.02)),
        Arguments.of("decay", builder(new Adam(0.01)).weightDecay(0.05)),
        Arguments.of(
            "bias updater", builder(new Nesterovs(0.05, 0.9)).biasUpdater(new RmsProp(0.005))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("options")
  void regularizationAndUpdatersEqualDl4js(String name, NeuralNetConfiguration.Builder builder) {
    assertEquivalent(twoConvolutions(builder), 6 * 7 * 2);
  }

  @ParameterizedTest
  @EnumSource(GradientNormalization.class)
  void gradientNormalizationsEqualDl4js(GradientNormalization normalization) {
    // So slowly that twenty steps of unit length stay away from the minimum, where they are
    // chaotic.
    NeuralNetConfiguration.Builder builder =
        builder(new Nesterovs(0.01, 0.9))
            .l2(0.01)
            .gradientNormalization(normalization)
            .gradientNormalizationThreshold(0.02);

    assertEquivalent(twoConvolutions(builder), 6 * 7 * 2);
  }

  private static MultiLayerConfiguration twoConvolutions(NeuralNetConfiguration.Builder builder) {
    return network(
        builder,
        InputType.convolutionalFlat(6, 7, 2),
        convolution(4, 3, 3).build(),
        convolution(3, 2, 2).build());
  }

  @Test
  void theConfigurationIsSupportedBeforeAnySizeIsKnown() {
    MultiLayerConfiguration network =
        network(InputType.convolutional(9, 9, 2), convolution(4, 3, 3).build());

    assertThat(new BlasEngine().unsupported(NetworkSpec.of(network))).isEmpty();
  }
}
