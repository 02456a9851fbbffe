package io.github.sparknn.training.engine.blas;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparknn.datasets.MiniBatch;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossL1;
import org.nd4j.linalg.lossfunctions.impl.LossL2;
import org.nd4j.linalg.lossfunctions.impl.LossMAE;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;
import org.nd4j.linalg.schedule.CycleSchedule;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.InverseSchedule;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.PolySchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.linalg.schedule.SigmoidSchedule;
import org.nd4j.linalg.schedule.StepSchedule;

/** Every supported part against DL4J's own computation: one gradient, then twenty steps. */
class Dl4jEquivalenceTest {
  private static final int ROWS = 32;
  private static final int FEATURES = 7;
  private static final int LABELS = 4;
  private static final int STEPS = 20;

  private static NeuralNetConfiguration.Builder builder(IUpdater updater) {
    return new NeuralNetConfiguration.Builder().seed(3).updater(updater);
  }

  private static DenseLayer dense(int in, int out, Activation activation) {
    return new DenseLayer.Builder().nIn(in).nOut(out).activation(activation).build();
  }

  private static OutputLayer output(int in, LossFunction loss, Activation activation) {
    return new OutputLayer.Builder(loss).nIn(in).nOut(LABELS).activation(activation).build();
  }

  private static MultiLayerConfiguration mlp(
      NeuralNetConfiguration.Builder builder, Activation hidden) {
    return builder
        .list()
        .layer(dense(FEATURES, 9, hidden))
        .layer(dense(9, 8, hidden))
        .layer(output(8, LossFunction.MCXENT, Activation.SOFTMAX))
        .build();
  }

  private static void assertEquivalent(MultiLayerConfiguration network, String loss) {
    try (Twins twins = new Twins(network);
        MiniBatch batch =
            TestBatches.random(ROWS, FEATURES, LABELS, TestBatches.labelsFor(loss), 5)) {
      twins.assertSameGradient(batch);
      twins.assertSameSteps(batch, STEPS);
    }
  }

  static List<Activation> activations() {
    return List.of(
        Activation.IDENTITY,
        Activation.RELU,
        Activation.LEAKYRELU,
        Activation.ELU,
        Activation.SELU,
        Activation.GELU,
        Activation.SWISH,
        Activation.SIGMOID,
        Activation.TANH,
        Activation.SOFTPLUS,
        Activation.SOFTMAX);
  }

  @ParameterizedTest
  @MethodSource("activations")
  void hiddenActivationsEqualDl4js(Activation activation) {
    assertEquivalent(mlp(builder(new Sgd(0.1)), activation), "MCXENT");
  }

  @Test
  void leakyReluTakesItsSlope() {
    MultiLayerConfiguration network =
        builder(new Sgd(0.1))
            .list()
            .layer(
                new DenseLayer.Builder()
                    .nIn(FEATURES)
                    .nOut(9)
                    .activation(new ActivationLReLU(0.3))
                    .build())
            .layer(output(9, LossFunction.MSE, Activation.IDENTITY))
            .build();

    assertEquivalent(network, "MSE");
  }

  static Stream<Arguments> losses() {
    List<LossFunction> distances =
        List.of(
            LossFunction.MSE, LossFunction.L2, LossFunction.L1, LossFunction.MEAN_ABSOLUTE_ERROR);
    Stream<Arguments> onAll =
        distances.stream().flatMap(loss -> activations().stream().map(f -> Arguments.of(loss, f)));
    Stream<Arguments> onProbabilities =
        Stream.of(LossFunction.MCXENT, LossFunction.NEGATIVELOGLIKELIHOOD)
            .flatMap(
                loss ->
                    Stream.of(Activation.SOFTMAX, Activation.SIGMOID)
                        .map(f -> Arguments.of(loss, f)));
    Stream<Arguments> binary =
        Stream.of(Activation.SIGMOID, Activation.TANH).map(f -> Arguments.of(LossFunction.XENT, f));
    return Stream.of(onAll, onProbabilities, binary).flatMap(s -> s);
  }

  @ParameterizedTest
  @MethodSource("losses")
  void lossesEqualDl4js(LossFunction loss, Activation activation) {
    MultiLayerConfiguration network =
        builder(new Sgd(0.01))
            .list()
            .layer(dense(FEATURES, 9, Activation.TANH))
            .layer(output(9, loss, activation))
            .validateOutputLayerConfig(false)
            .build();

    assertEquivalent(network, loss.name());
  }

  static Stream<IUpdater> updaters() {
    return Stream.of(
        new Sgd(0.1),
        new Sgd(new StepSchedule(ScheduleType.ITERATION, 0.1, 0.5, 5)),
        new Nesterovs(0.05, 0.9),
        new Nesterovs(0.05, new ExponentialSchedule(ScheduleType.ITERATION, 0.9, 0.97)),
        new Adam(0.01),
        new Adam(0.01, 0.8, 0.95, 1e-4),
        new Adam(new ExponentialSchedule(ScheduleType.ITERATION, 0.01, 0.9)),
        new AMSGrad(0.01),
        new AdaGrad(0.05),
        new RmsProp(0.005),
        new NoOp());
  }

  @ParameterizedTest
  @MethodSource("updaters")
  void updatersEqualDl4js(IUpdater updater) {
    assertEquivalent(mlp(builder(updater), Activation.TANH), "MCXENT");
  }

  /** All but RampSchedule, whose JSON DL4J cannot read. */
  static Stream<ISchedule> schedules() {
    ScheduleType step = ScheduleType.ITERATION;
    return Stream.of(
        new CycleSchedule(step, 0.02, 0.2, 9, 3, 0.1),
        new ExponentialSchedule(step, 0.1, 0.9),
        new FixedSchedule(0.1),
        new InverseSchedule(step, 0.1, 0.3, 0.7),
        new MapSchedule(step, Map.of(0, 0.1, 4, 0.03, 11, 0.2)),
        new PolySchedule(step, 0.1, 2, 30),
        new SigmoidSchedule(step, 0.1, 0.4, 8),
        new StepSchedule(step, 0.1, 0.5, 5),
        new StepSchedule(ScheduleType.EPOCH, 0.1, 0.5, 5));
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void schedulesEqualDl4js(ISchedule schedule) {
    NeuralNetConfiguration.Builder builder = builder(new Nesterovs(schedule, 0.5));

    assertEquivalent(mlp(builder.weightDecay(0.05), Activation.TANH), "MCXENT");
  }

  @Test
  void updaterStateOfDifferentUpdatersPerLayerIsLaidOutAsDl4js() {
    MultiLayerConfiguration network =
        builder(new Adam(0.01))
            .list()
            .layer(dense(FEATURES, 9, Activation.TANH))
            .layer(dense(9, 8, Activation.TANH))
            .layer(
                new DenseLayer.Builder()
                    .nIn(8)
                    .nOut(6)
                    .activation(Activation.TANH)
                    .updater(new Nesterovs(0.05, 0.9))
                    .biasUpdater(new RmsProp(0.005))
                    .build())
            .layer(
                new DenseLayer.Builder()
                    .nIn(6)
                    .nOut(5)
                    .activation(Activation.TANH)
                    .updater(new Sgd(0.1))
                    .build())
            .layer(output(5, LossFunction.MCXENT, Activation.SOFTMAX))
            .build();

    assertEquivalent(network, "MCXENT");
  }

  static Stream<Arguments> regularizations() {
    return Stream.of(new Sgd(0.1), new Adam(0.01), new NoOp())
        .flatMap(
            updater ->
                Stream.of(
                    Arguments.of("l1", builder(updater).l1(0.01)),
                    Arguments.of("l2", builder(updater).l2(0.02)),
                    Arguments.of("l1, l2", builder(updater).l1(0.01).l2(0.02)),
                    Arguments.of("biases", builder(updater).l1Bias(0.01).l2Bias(0.02)),
                    Arguments.of("decay", builder(updater).weightDecay(0.05)),
                    Arguments.of("decay alone", builder(updater).weightDecay(0.001, false)),
                    Arguments.of(
                        "l1, decay, bias decay",
                        builder(updater).l1(0.01).weightDecay(0.05).weightDecayBias(0.03))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("regularizations")
  void regularizationsEqualDl4js(String name, NeuralNetConfiguration.Builder builder) {
    assertEquivalent(mlp(builder, Activation.TANH), "MCXENT");
  }

  @ParameterizedTest
  @EnumSource(GradientNormalization.class)
  void gradientNormalizationsEqualDl4js(GradientNormalization normalization) {
    NeuralNetConfiguration.Builder builder =
        builder(new Nesterovs(0.05, 0.9))
            .l2(0.01)
            .gradientNormalization(normalization)
            .gradientNormalizationThreshold(0.02);

    assertEquivalent(mlp(builder, Activation.TANH), "MCXENT");
  }

  static Stream<Arguments> weightedLosses() {
    INDArray weights = Nd4j.createFromArray(1f, 2f, 0.5f, 3f);
    return Stream.of(
        Arguments.of(new LossMCXENT(weights), Activation.SOFTMAX),
        Arguments.of(new LossMCXENT(weights), Activation.SIGMOID),
        Arguments.of(new LossBinaryXENT(weights), Activation.SIGMOID),
        Arguments.of(new LossMSE(weights), Activation.SOFTMAX),
        Arguments.of(new LossL2(weights), Activation.TANH),
        Arguments.of(new LossMAE(weights), Activation.IDENTITY),
        Arguments.of(new LossL1(weights), Activation.SOFTPLUS));
  }

  @ParameterizedTest
  @MethodSource("weightedLosses")
  void weightedLossesEqualDl4js(ILossFunction loss, Activation activation) {
    MultiLayerConfiguration network =
        builder(new Sgd(0.01))
            .list()
            .layer(dense(FEATURES, 9, Activation.TANH))
            .layer(new OutputLayer.Builder(loss).nIn(9).nOut(LABELS).activation(activation).build())
            .validateOutputLayerConfig(false)
            .build();

    assertEquivalent(network, loss instanceof LossMCXENT ? "MCXENT" : "XENT");
  }

  @Test
  void layersWithoutBiasEqualDl4js() {
    MultiLayerConfiguration network =
        builder(new Adam(0.01))
            .list()
            .layer(
                new DenseLayer.Builder()
                    .nIn(FEATURES)
                    .nOut(9)
                    .hasBias(false)
                    .activation(Activation.SWISH)
                    .build())
            .layer(
                new OutputLayer.Builder(LossFunction.MSE)
                    .nIn(9)
                    .nOut(LABELS)
                    .hasBias(false)
                    .activation(Activation.IDENTITY)
                    .build())
            .build();

    assertEquivalent(network, "MSE");
  }

  @Test
  void activationDropoutAndLossLayersEqualDl4js() {
    // DL4J applies dropOut neither to an activation layer nor to a loss layer.
    MultiLayerConfiguration network =
        builder(new Adam(0.01))
            .list()
            .layer(new ActivationLayer(Activation.TANH))
            .layer(dense(FEATURES, 9, Activation.IDENTITY))
            .layer(new ActivationLayer.Builder().activation(Activation.GELU).dropOut(0.5).build())
            .layer(new DropoutLayer(1.0))
            .layer(dense(9, LABELS, Activation.IDENTITY))
            .layer(
                new LossLayer.Builder(LossFunction.MCXENT)
                    .activation(Activation.SOFTMAX)
                    .dropOut(0.5)
                    .build())
            .build();

    assertEquivalent(network, "MCXENT");
  }

  @Test
  void logisticRegressionEqualsDl4js() {
    MultiLayerConfiguration network =
        builder(new Sgd(0.1))
            .list()
            .layer(output(FEATURES, LossFunction.NEGATIVELOGLIKELIHOOD, Activation.SOFTMAX))
            .build();

    assertEquivalent(network, "NEGATIVELOGLIKELIHOOD");
  }

  /** Where 1 - p has few bits left, DL4J's gradient of a clipped p is good to a percent only. */
  @Test
  void clippedProbabilitiesScoreAsDl4js() {
    MultiLayerConfiguration network =
        builder(new Sgd(1e-4))
            .list()
            .layer(output(FEATURES, LossFunction.XENT, Activation.SIGMOID))
            .build();
    try (Twins twins = new Twins(network);
        MiniBatch batch = TestBatches.random(ROWS, FEATURES, LABELS, TestBatches.Labels.BITS, 5)) {
      batch.features().muli(40);
      twins.assertSameGradient(batch, 0.01);
    }
  }

  @Test
  void inferenceEqualsDl4jsOutput() {
    MultiLayerConfiguration network = mlp(builder(new Sgd(0.1)), Activation.GELU);
    try (Twins twins = new Twins(network);
        MiniBatch batch =
            TestBatches.random(ROWS, FEATURES, LABELS, TestBatches.Labels.ONE_HOT, 5)) {
      float[] outputs = new float[ROWS * LABELS + 3];
      twins.replica.infer(batch, outputs);

      float[] expected = twins.network.output(batch.features()).dup('c').data().asFloat();
      Twins.assertClose("outputs", Arrays.copyOf(outputs, ROWS * LABELS), expected, 1e-5);
      assertThat(outputs).endsWith(0f, 0f, 0f);
    }
  }
}
