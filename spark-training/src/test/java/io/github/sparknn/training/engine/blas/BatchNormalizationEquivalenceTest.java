package io.github.sparknn.training.engine.blas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.sparknn.datasets.MiniBatch;
import io.github.sparknn.training.network.ModelState;
import io.github.sparknn.training.network.NetworkSpec;
import io.github.sparknn.training.network.NetworkStates;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Batch normalization over vectors and images against DL4J's own computation. */
class BatchNormalizationEquivalenceTest {
  private static final int ROWS = 16;
  private static final int FEATURES = 6;
  private static final int LABELS = 3;
  private static final int STEPS = 20;

  private static NeuralNetConfiguration.Builder adam() {
    return new NeuralNetConfiguration.Builder().seed(3).updater(new Adam(0.01));
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
    return initialized(list.setInputType(input).build());
  }

  /** DL4J's JSON says how variances are stored only once the network was initialized. */
  private static MultiLayerConfiguration initialized(MultiLayerConfiguration configuration) {
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    return network.getLayerWiseConfigurations();
  }

  /** Over the input, whose gradient nobody needs, and between two dense layers. */
  private static MultiLayerConfiguration overVectors(
      NeuralNetConfiguration.Builder builder, BatchNormalization layer) {
    return network(
        builder,
        InputType.feedForward(FEATURES),
        layer.clone(),
        new DenseLayer.Builder().nOut(9).activation(Activation.TANH).build(),
        layer.clone(),
        new DenseLayer.Builder().nOut(8).activation(Activation.TANH).build());
  }

  /** Before and after the convolution's activation; pooling must not change places with either. */
  private static MultiLayerConfiguration overImages(BatchNormalization layer) {
    return network(
        adam(),
        InputType.convolutionalFlat(7, 8, 2),
        layer.clone(),
        new ConvolutionLayer.Builder(2, 2).nOut(4).hasBias(false).build(),
        layer.clone(),
        new ActivationLayer(Activation.RELU),
        new SubsamplingLayer.Builder(PoolingType.MAX).kernelSize(2, 2).stride(2, 2).build(),
        new ConvolutionLayer.Builder(2, 2).nOut(3).activation(Activation.TANH).build(),
        layer.clone());
  }

  private static MiniBatch batch(int features) {
    return TestBatches.random(ROWS, features, LABELS, TestBatches.Labels.ONE_HOT, 5);
  }

  private static void assertEquivalent(MultiLayerConfiguration network, int features) {
    try (Twins twins = new Twins(network);
        MiniBatch batch = batch(features)) {
      twins.assertSameGradient(batch);
      twins.assertSameSteps(batch, STEPS);
      twins.assertSameOutput(batch);
    }
  }

  static Stream<Arguments> layers() {
    return Stream.<UnaryOperator<BatchNormalization.Builder>>of(
            layer -> layer,
            layer -> layer.useLogStd(false),
            layer -> layer.decay(0.5).eps(0.1),
            layer -> layer.lockGammaBeta(true),
            layer -> layer.lockGammaBeta(true).beta(0.5).useLogStd(false),
            layer -> layer.lockGammaBeta(true).gamma(1.5).beta(-0.5))
        .map(
            options -> (BatchNormalization) options.apply(new BatchNormalization.Builder()).build())
        .map(layer -> Arguments.of(layer.toString(), layer));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("layers")
  void normalizationOfVectorsEqualsDl4js(String name, BatchNormalization layer) {
    assertEquivalent(overVectors(adam(), layer), FEATURES);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("layers")
  void normalizationOfImagesEqualsDl4js(String name, BatchNormalization layer) {
    assertEquivalent(overImages(layer), 7 * 8 * 2);
  }

  /** DL4J clips the updates of the running means with the rest. */
  @ParameterizedTest
  @EnumSource(GradientNormalization.class)
  void gradientNormalizationsEqualDl4js(GradientNormalization normalization) {
    NeuralNetConfiguration.Builder builder =
        new NeuralNetConfiguration.Builder()
            .seed(3)
            .updater(new Nesterovs(0.005, 0.9))
            .l1(0.01)
            .weightDecay(0.02)
            .gradientNormalization(normalization)
            .gradientNormalizationThreshold(0.02);

    assertEquivalent(overVectors(builder, new BatchNormalization()), FEATURES);
  }

  @Test
  void runningMeansFollowTheBatches() {
    MultiLayerConfiguration network =
        new NeuralNetConfiguration.Builder()
            .updater(new Sgd(0))
            .list()
            .layer(new BatchNormalization.Builder().nIn(2).nOut(2).useLogStd(false).build())
            .layer(
                new OutputLayer.Builder(LossFunction.MSE)
                    .nIn(2)
                    .nOut(1)
                    .activation(Activation.IDENTITY)
                    .build())
            .build();
    NetworkSpec spec = NetworkSpec.of(initialized(network));
    try (BlasReplica replica = (BlasReplica) new BlasEngine().newReplica(spec, 1);
        MiniBatch batch = TestBatches.random(2, 2, 1, TestBatches.Labels.REAL, 1)) {
      replica.load(spec.initialState(), 1);
      batch.features().assign(Nd4j.createFromArray(new float[][] {{1, 10}, {3, 20}}));
      replica.step(batch);
      replica.step(batch);

      // Means 2 and 15 with weight 0.1 + 0.9 * 0.1, variances 1 and 25 from 1.
      float[] parameters = replica.state().parameters();
      assertThat(parameters).startsWith(1, 1, 0, 0);
      assertThat(parameters[4]).isCloseTo(0.38f, within(1e-6f));
      assertThat(parameters[5]).isCloseTo(2.85f, within(1e-6f));
      assertThat(parameters[6]).isCloseTo(1f, within(1e-6f));
      assertThat(parameters[7]).isCloseTo(1 + 24 * 0.19f, within(1e-5f));
    }
  }

  @Test
  void dl4jRestoresAndGoesOnFromItsOwnFileFormat() throws IOException {
    try (Twins twins = new Twins(overImages(new BatchNormalization()));
        MiniBatch batch = batch(7 * 8 * 2)) {
      for (int i = 0; i < 5; i++) {
        twins.replica.step(batch);
      }
      ModelState state = twins.replica.state();
      NetworkStates.write(state, twins.network);
      ByteArrayOutputStream zip = new ByteArrayOutputStream();
      ModelSerializer.writeModel(twins.network, zip, true);
      MultiLayerNetwork restored =
          ModelSerializer.restoreMultiLayerNetwork(
              new ByteArrayInputStream(zip.toByteArray()), true);

      for (int i = 0; i < 5; i++) {
        twins.replica.step(batch);
        restored.fit(new DataSet(batch.features(), batch.labels()));
      }
      Twins.assertClose(
          "parameters",
          twins.replica.state().parameters(),
          NetworkStates.read(restored).parameters(),
          Twins.STEPS_TOLERANCE);
    }
  }
}
