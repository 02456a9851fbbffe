package io.github.sparknn.training.engine.blas;

import io.github.sparknn.datasets.MiniBatch;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Networks drawn from all that is supported: the same gradient as DL4J, then the same steps. */
class RandomNetworksTest {
  private static final int STEPS = 8;
  private static final int LARGEST_WIDTH = 40;
  private static final int LARGEST_BATCH = 70;
  private static final int LARGEST_IMAGE_BATCH = 20;

  private record Head(LossFunction loss, Activation activation) {}

  private static final List<Head> HEADS =
      List.of(
          new Head(LossFunction.MCXENT, Activation.SOFTMAX),
          new Head(LossFunction.NEGATIVELOGLIKELIHOOD, Activation.SOFTMAX),
          new Head(LossFunction.XENT, Activation.SIGMOID),
          new Head(LossFunction.MSE, Activation.IDENTITY),
          new Head(LossFunction.L2, Activation.TANH),
          new Head(LossFunction.MSE, Activation.SOFTPLUS));

  private static final List<IUpdater> UPDATERS =
      List.of(
          new Sgd(0.05),
          new Nesterovs(0.02, 0.9),
          new Adam(0.005),
          new AMSGrad(0.005),
          new AdaGrad(0.02),
          new RmsProp(0.002));

  static LongStream seeds() {
    return LongStream.range(0, 60);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void anyNetworkComputesAsDl4j(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int features = 1 + random.nextInt(LARGEST_WIDTH);
    int labels = 2 + random.nextInt(6);
    int rows = 1 + random.nextInt(LARGEST_BATCH);
    Head head = pick(random, HEADS);
    assertEquivalent(draw(random, features, labels, head), head, rows, features, labels, seed);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void anyConvolutionalNetworkComputesAsDl4j(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    RandomImageNetwork images = new RandomImageNetwork(random);
    int labels = 2 + random.nextInt(3);
    int rows = 2 + random.nextInt(LARGEST_IMAGE_BATCH);
    Head head = pick(random, HEADS);
    NeuralNetConfiguration.Builder builder =
        regularized(random, new NeuralNetConfiguration.Builder().seed(1))
            .updater(pick(random, UPDATERS));
    OutputLayer output =
        new OutputLayer.Builder(head.loss).nOut(labels).activation(head.activation).build();
    MultiLayerConfiguration network = images.draw(builder.list(), output);
    assertEquivalent(network, head, rows, images.features(), labels, seed);
  }

  private static NeuralNetConfiguration.Builder regularized(
      SplittableRandom random, NeuralNetConfiguration.Builder builder) {
    return switch (random.nextInt(5)) {
      case 0 -> builder.l1(0.01);
      case 1 -> builder.l2(0.02);
      case 2 -> builder.weightDecay(0.03);
      default -> builder;
    };
  }

  private static void assertEquivalent(
      MultiLayerConfiguration network, Head head, int rows, int features, int labels, long seed) {
    TestBatches.Labels kind = TestBatches.labelsFor(head.loss.name());
    try (Twins twins = new Twins(network);
        MiniBatch batch = TestBatches.random(rows, features, labels, kind, seed)) {
      twins.assertSameGradient(batch);
      twins.assertSameSteps(batch, STEPS);
    }
  }

  private static MultiLayerConfiguration draw(
      SplittableRandom random, int features, int labels, Head head) {
    NeuralNetConfiguration.ListBuilder layers =
        new NeuralNetConfiguration.Builder().seed(1).updater(pick(random, UPDATERS)).list();
    int width = features;
    for (int i = random.nextInt(4); i > 0; i--) {
      int next = 1 + random.nextInt(LARGEST_WIDTH);
      layers.layer(dense(random, width, next));
      width = next;
      if (random.nextInt(4) == 0) {
        layers.layer(new ActivationLayer(pick(random, Dl4jEquivalenceTest.activations())));
      }
    }
    OutputLayer output =
        new OutputLayer.Builder(head.loss)
            .nIn(width)
            .nOut(labels)
            .hasBias(random.nextInt(4) > 0)
            .activation(head.activation)
            .build();
    return layers.layer(output).validateOutputLayerConfig(false).build();
  }

  private static DenseLayer dense(SplittableRandom random, int in, int out) {
    DenseLayer.Builder layer =
        new DenseLayer.Builder()
            .nIn(in)
            .nOut(out)
            .hasBias(random.nextInt(4) > 0)
            .activation(pick(random, Dl4jEquivalenceTest.activations()));
    if (random.nextInt(3) == 0) {
      layer.updater(pick(random, UPDATERS));
    }
    switch (random.nextInt(5)) {
      case 0 -> layer.l1(0.01);
      case 1 -> layer.l2(0.02);
      case 2 -> layer.weightDecay(0.03);
      default -> {}
    }
    return layer.build();
  }

  static <T> T pick(SplittableRandom random, List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
