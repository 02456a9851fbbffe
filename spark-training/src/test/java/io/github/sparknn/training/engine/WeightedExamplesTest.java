package io.github.sparknn.training.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.sparknn.datasets.MiniBatch;
import io.github.sparknn.training.network.ModelState;
import io.github.sparknn.training.network.NetworkSpec;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossFMeasure;

/** Weights of examples in the loss and its gradient, in both engines. */
class WeightedExamplesTest {
  private static final int INPUTS = 3;
  private static final float[] WEIGHTS = {2, 0, 1, 1, 3, 0.5f, 0, 1.5f};

  /** Each row as often as its weight says, doubled. */
  private static final int[] REPEATED = {0, 0, 0, 0, 2, 2, 3, 3, 4, 4, 4, 4, 4, 4, 5, 7, 7, 7};

  private static NetworkSpec network(
      int outputs, LossFunction loss, Activation activation, IUpdater updater) {
    return NetworkSpec.of(
        new NeuralNetConfiguration.Builder()
            .seed(5)
            .updater(updater)
            .list()
            .layer(new DenseLayer.Builder().nIn(INPUTS).nOut(5).activation(Activation.TANH).build())
            .layer(
                new OutputLayer.Builder(loss).nIn(5).nOut(outputs).activation(activation).build())
            .build());
  }

  private static Replica replica(String engine, NetworkSpec network) {
    Replica replica = Engines.select(engine, network).newReplica(network, 1);
    replica.load(network.initialState(), 1);
    return replica;
  }

  private static float[][] values(int rows, int columns, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] values = new float[rows][columns];
    for (float[] row : values) {
      for (int i = 0; i < columns; i++) {
        row[i] = (float) random.nextDouble(-1, 1);
      }
    }
    return values;
  }

  /** Labels that suit the loss, of the kind that data sets have. */
  private static float[][] labels(int rows, int columns, LossFunction loss) {
    float[][] labels = values(rows, columns, 2);
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < columns; i++) {
        labels[row][i] =
            switch (loss) {
              case MCXENT, NEGATIVELOGLIKELIHOOD -> i == row % columns ? 1 : 0;
              case XENT -> labels[row][i] > 0 ? 1 : 0;
              case HINGE, SQUARED_HINGE -> labels[row][i] > 0 ? 1 : -1;
              default -> Math.abs(labels[row][i]) + 0.1f;
            };
      }
    }
    return labels;
  }

  private static MiniBatch batch(float[][] features, float[][] labels, float[] weights) {
    int[] shape = {features[0].length};
    int rows = features.length;
    MiniBatch batch =
        weights == null
            ? MiniBatch.allocate(rows, shape, labels[0].length)
            : MiniBatch.allocateWeighted(rows, shape, labels[0].length);
    batch.setRows(rows);
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < shape[0]; i++) {
        batch.features().putScalar(row, i, features[row][i]);
      }
      for (int i = 0; i < labels[row].length; i++) {
        batch.labels().putScalar(row, i, labels[row][i]);
      }
      if (weights != null) {
        batch.weights().putScalar(row, 0, weights[row]);
      }
    }
    return batch;
  }

  private static float[][] pick(float[][] rows, int[] numbers) {
    return Arrays.stream(numbers).mapToObj(i -> rows[i]).toArray(float[][]::new);
  }

  private static double[] gradient(NetworkSpec network, Replica replica, MiniBatch batch) {
    float[] start = network.initialState().parameters();
    replica.load(network.initialState(), 1);
    replica.step(batch);
    float[] end = replica.state().parameters();
    double[] gradient = new double[start.length];
    Arrays.setAll(gradient, i -> (double) start[i] - end[i]);
    return gradient;
  }

  @ParameterizedTest
  @ValueSource(strings = {"blas", "dl4j"})
  void aStepIsTheOneWorkedOutByHand(String engine) {
    NetworkSpec line =
        NetworkSpec.of(
            new NeuralNetConfiguration.Builder()
                .updater(new Sgd(0.1))
                .list()
                .layer(
                    new OutputLayer.Builder(LossFunction.MSE)
                        .nIn(1)
                        .nOut(1)
                        .activation(Activation.IDENTITY)
                        .build())
                .build());
    try (Replica replica = replica(engine, line);
        MiniBatch batch =
            batch(
                new float[][] {{1}, {2}, {3}},
                new float[][] {{1}, {5}, {0}},
                new float[] {2, 0, 1})) {
      replica.load(new ModelState(new float[] {2, 0}, new float[0], 0, 0), 1);

      // Outputs 2, 4, 6; differences 1, -1, 6; losses 1, 1, 36.
      assertThat(replica.loss(batch)).isCloseTo((2 * 1 + 36) / 3.0, within(1e-5));
      assertThat(replica.step(batch)).isCloseTo((2 * 1 + 36) / 3.0, within(1e-5));
      // ∂w = (2 * 2 * 1 * 1 + 2 * 6 * 3) / 3, ∂b = (2 * 2 * 1 + 2 * 6) / 3.
      float[] parameters = replica.state().parameters();
      assertThat(parameters[0]).isCloseTo(2 - 0.1f * 40 / 3, within(1e-5f));
      assertThat(parameters[1]).isCloseTo(-0.1f * 16 / 3, within(1e-5f));
    }
  }

  static Stream<Arguments> lossesOfBothEngines() {
    Stream<Arguments> both =
        Stream.of(
                Arguments.of(LossFunction.MCXENT, Activation.SOFTMAX, 3),
                Arguments.of(LossFunction.NEGATIVELOGLIKELIHOOD, Activation.SOFTMAX, 3),
                Arguments.of(LossFunction.XENT, Activation.SIGMOID, 3),
                Arguments.of(LossFunction.XENT, Activation.SIGMOID, 1),
                Arguments.of(LossFunction.MSE, Activation.IDENTITY, 3),
                Arguments.of(LossFunction.MSE, Activation.IDENTITY, 1),
                Arguments.of(LossFunction.L2, Activation.TANH, 1),
                Arguments.of(LossFunction.L1, Activation.IDENTITY, 1),
                Arguments.of(LossFunction.MEAN_ABSOLUTE_ERROR, Activation.SOFTMAX, 3))
            .flatMap(a -> Stream.of("blas", "dl4j").map(engine -> with(engine, a)));
    Stream<Arguments> onlyDl4js =
        Stream.of(
                Arguments.of(LossFunction.MEAN_ABSOLUTE_ERROR, Activation.TANH, 1),
                Arguments.of(LossFunction.POISSON, Activation.SOFTPLUS, 1),
                Arguments.of(LossFunction.HINGE, Activation.TANH, 1),
                Arguments.of(LossFunction.SQUARED_HINGE, Activation.IDENTITY, 3),
                Arguments.of(LossFunction.KL_DIVERGENCE, Activation.SOFTMAX, 3),
                Arguments.of(LossFunction.COSINE_PROXIMITY, Activation.IDENTITY, 3),
                Arguments.of(LossFunction.MEAN_ABSOLUTE_PERCENTAGE_ERROR, Activation.IDENTITY, 1),
                Arguments.of(LossFunction.MEAN_SQUARED_LOGARITHMIC_ERROR, Activation.SIGMOID, 1),
                Arguments.of(LossFunction.WASSERSTEIN, Activation.IDENTITY, 1))
            .map(a -> with("dl4j", a));
    return Stream.concat(both, onlyDl4js);
  }

  private static Arguments with(String engine, Arguments others) {
    Object[] rest = others.get();
    return Arguments.of(engine, rest[0], rest[1], rest[2]);
  }

  @ParameterizedTest
  @MethodSource("lossesOfBothEngines")
  void aWeightCountsLikeThatManyRows(
      String engine, LossFunction loss, Activation activation, int outputs) {
    NetworkSpec network = network(outputs, loss, activation, new Sgd(1));
    float[][] features = values(WEIGHTS.length, INPUTS, 1);
    float[][] labels = labels(WEIGHTS.length, outputs, loss);
    try (Replica replica = replica(engine, network);
        MiniBatch weighted = batch(features, labels, WEIGHTS);
        MiniBatch repeated = batch(pick(features, REPEATED), pick(labels, REPEATED), null)) {
      // The sums over 8 weighted rows are half of those over 18 repeated ones.
      double scale = REPEATED.length / 2.0 / WEIGHTS.length;
      double expectedLoss = replica.loss(repeated) * scale;

      assertThat(replica.loss(weighted)).isCloseTo(expectedLoss, within(1e-5));
      double[] expected = gradient(network, replica, repeated);
      double[] actual = gradient(network, replica, weighted);
      double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
      assertThat(largest).isGreaterThan(1e-2);
      for (int i = 0; i < expected.length; i++) {
        assertThat(actual[i]).isCloseTo(expected[i] * scale, within(1e-5 * largest));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"blas", "dl4j"})
  void aBatchOfOneRowIsWeighedToo(String engine) {
    for (LossFunction loss : List.of(LossFunction.XENT, LossFunction.MCXENT)) {
      Activation activation = loss == LossFunction.XENT ? Activation.SIGMOID : Activation.SOFTMAX;
      NetworkSpec network = network(3, loss, activation, new Sgd(1));
      try (Replica replica = replica(engine, network);
          MiniBatch triple = batch(values(1, INPUTS, 1), labels(1, 3, loss), new float[] {3});
          MiniBatch single = batch(values(1, INPUTS, 1), labels(1, 3, loss), null)) {
        assertThat(replica.loss(triple)).isCloseTo(3 * replica.loss(single), within(1e-5));
        double[] expected = gradient(network, replica, single);
        double[] actual = gradient(network, replica, triple);
        for (int i = 0; i < expected.length; i++) {
          assertThat(actual[i]).isCloseTo(3 * expected[i], within(1e-5));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"blas", "dl4j"})
  void weightsOfOneChangeNoBitAndOneReplicaTakesBothKinds(String engine) {
    NetworkSpec network = network(3, LossFunction.MCXENT, Activation.SOFTMAX, new Adam(0.01));
    float[][] features = values(8, INPUTS, 1);
    float[][] labels = labels(8, 3, LossFunction.MCXENT);
    try (Replica replica = replica(engine, network);
        MiniBatch plain = batch(features, labels, null);
        MiniBatch ones = batch(features, labels, new float[] {1, 1, 1, 1, 1, 1, 1, 1});
        MiniBatch weighted = batch(features, labels, WEIGHTS)) {
      replica.step(plain);
      float[] expected = replica.state().parameters();
      replica.load(network.initialState(), 1);
      replica.step(ones);
      assertThat(replica.state().parameters()).isEqualTo(expected);
      replica.step(weighted);
      replica.load(network.initialState(), 1);
      replica.step(plain);
      assertThat(replica.state().parameters()).isEqualTo(expected);
    }
  }

  @Test
  void theEnginesAgree() {
    NetworkSpec network = network(3, LossFunction.MCXENT, Activation.SOFTMAX, new Adam(0.01));
    try (Replica blas = replica("blas", network);
        Replica dl4j = replica("dl4j", network);
        MiniBatch batch = batch(values(8, INPUTS, 1), labels(8, 3, LossFunction.MCXENT), WEIGHTS)) {
      for (int step = 0; step < 20; step++) {
        assertThat(blas.step(batch)).isCloseTo(dl4j.step(batch), within(1e-5));
      }
      float[] expected = dl4j.state().parameters();
      float[] actual = blas.state().parameters();
      for (int i = 0; i < expected.length; i++) {
        assertThat(actual[i]).isCloseTo(expected[i], within(1e-4f));
      }
    }
  }

  @Test
  void graphsAndLossLayersAreWeighed() {
    ComputationGraphConfiguration graph =
        new NeuralNetConfiguration.Builder()
            .seed(5)
            .updater(new Sgd(1))
            .graphBuilder()
            .addInputs("in")
            .addLayer(
                "dense",
                new DenseLayer.Builder().nIn(INPUTS).nOut(3).activation(Activation.TANH).build(),
                "in")
            .addLayer(
                "out",
                new LossLayer.Builder(LossFunction.MSE).activation(Activation.IDENTITY).build(),
                "dense")
            .setOutputs("out")
            .build();
    NetworkSpec network = NetworkSpec.of(graph);
    float[][] labels = labels(WEIGHTS.length, 3, LossFunction.MSE);
    float[][] features = values(WEIGHTS.length, INPUTS, 1);
    try (Replica replica = replica("dl4j", network);
        MiniBatch weighted = batch(features, labels, WEIGHTS);
        MiniBatch repeated = batch(pick(features, REPEATED), pick(labels, REPEATED), null)) {
      double scale = REPEATED.length / 2.0 / WEIGHTS.length;
      assertThat(replica.loss(weighted)).isCloseTo(replica.loss(repeated) * scale, within(1e-5));
      double[] expected = gradient(network, replica, repeated);
      double[] actual = gradient(network, replica, weighted);
      for (int i = 0; i < expected.length; i++) {
        assertThat(actual[i]).isCloseTo(expected[i] * scale, within(1e-5));
      }
    }
  }

  private static NetworkSpec ending(Layer hidden, Layer output) {
    MultiLayerConfiguration network =
        new NeuralNetConfiguration.Builder().list().layer(hidden).layer(output).build();
    return NetworkSpec.of(network);
  }

  @Test
  void outputsWithoutOneLossPerExampleAreDeclined() {
    TrainingEngine dl4j = Engines.select("dl4j", ending(dense(), output(new LossFMeasure())));
    Layer sequences =
        new RnnOutputLayer.Builder(LossFunction.MCXENT)
            .nIn(4)
            .nOut(2)
            .activation(Activation.SOFTMAX)
            .build();
    Layer centers =
        new CenterLossOutputLayer.Builder(LossFunction.MCXENT)
            .nIn(4)
            .nOut(2)
            .activation(Activation.SOFTMAX)
            .build();

    assertThat(dl4j.unsupportedWeights(ending(dense(), output(new LossFMeasure()))))
        .hasValue("the loss LossFMeasure is not a sum over examples");
    assertThat(
            dl4j.unsupportedWeights(
                ending(new LSTM.Builder().nIn(INPUTS).nOut(4).build(), sequences)))
        .hasValue(
            "its output layer is of type RnnOutputLayer (weights need an OutputLayer or a LossLayer,"
                + " one output row per example)");
    assertThat(dl4j.unsupportedWeights(ending(dense(), centers)))
        .hasValueSatisfying(reason -> assertThat(reason).contains("CenterLossOutputLayer"));
    assertThat(
            dl4j.unsupportedWeights(
                network(3, LossFunction.MCXENT, Activation.SOFTMAX, new Sgd(1))))
        .isEmpty();
  }

  private static Layer dense() {
    return new DenseLayer.Builder().nIn(INPUTS).nOut(4).activation(Activation.TANH).build();
  }

  private static Layer output(LossFMeasure loss) {
    return new OutputLayer.Builder(loss).nIn(4).nOut(1).activation(Activation.SIGMOID).build();
  }
}
