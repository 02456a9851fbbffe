package io.github.sparknn.training.engine.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.sparknn.datasets.MiniBatch;
import io.github.sparknn.datasets.MiniBatchSpec;
import io.github.sparknn.training.engine.Engines;
import io.github.sparknn.training.engine.Replica;
import io.github.sparknn.training.network.NetworkSpec;
import io.github.sparknn.training.network.NetworkStates;
import io.github.sparknn.training.network.Networks;
import io.github.sparknn.training.network.SequenceNetworkBuilder;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.spark.unsafe.Platform;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.NeuralNetwork;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Sequences of varying length through the engine, against DL4J with masks of its own making. */
class SequencesTest {
  private static final int TIME = 5;
  private static final int FEATURES = 3;
  private static final int OUTPUTS = 2;
  private static final int[] LENGTHS = {3, 5, 1, 4, 5, 2};

  static Stream<Arguments> networks() {
    return Stream.of(
        network("last step", lstm(4), false),
        network("two layers", lstm(4, 3).dense(6), false),
        network("mean", lstm(4).averagePooling(), false),
        network("maximum", lstm(4).maxPooling(), false),
        network("both directions, mean", lstm(4).bidirectional().averagePooling(), false),
        network("every step", lstm(4).everyStep(), true),
        network("every step, both directions", lstm(4).bidirectional().everyStep(), true),
        Arguments.of("graph", NetworkSpec.of(graph()), false));
  }

  private static Arguments network(String name, SequenceNetworkBuilder network, boolean everyStep) {
    return Arguments.of(name, NetworkSpec.of(network.classifier(OUTPUTS)), everyStep);
  }

  private static SequenceNetworkBuilder lstm(int... units) {
    return Networks.lstm(FEATURES, units).optimizer(new Sgd(0.5));
  }

  private static ComputationGraphConfiguration graph() {
    return new NeuralNetConfiguration.Builder()
        .seed(3)
        .updater(new Sgd(0.5))
        .graphBuilder()
        .addInputs("in")
        .addLayer("lstm", new LSTM.Builder().nOut(4).activation(Activation.TANH).build(), "in")
        .addVertex("last", new LastTimeStepVertex("in"), "lstm")
        .addLayer(
            "out",
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(OUTPUTS)
                .activation(Activation.SOFTMAX)
                .build(),
            "last")
        .setOutputs("out")
        .setInputTypes(InputType.recurrent(FEATURES))
        .build();
  }

  /** Random rows of {@link #LENGTHS}, one-hot labels for each row or for each step. */
  private static MiniBatch batch(boolean everyStep) {
    MiniBatchSpec spec = MiniBatchSpec.of(new int[] {TIME, FEATURES}, OUTPUTS).withSequences();
    MiniBatch batch =
        MiniBatch.allocate(
            LENGTHS.length, everyStep ? spec.withLabelSequences(TIME, OUTPUTS) : spec);
    batch.setRows(LENGTHS.length);
    SplittableRandom random = new SplittableRandom(7);
    long feature = batch.featuresAddress();
    long label = batch.labelsAddress();
    for (int length : LENGTHS) {
      for (int i = 0; i < TIME * FEATURES; i++) {
        float value = i < length * FEATURES ? (float) random.nextDouble(-1, 1) : 0;
        Platform.putFloat(null, feature, value);
        feature += Float.BYTES;
      }
      Platform.putFloat(null, feature, length);
      feature += Float.BYTES;
      for (int step = 0; step < (everyStep ? TIME : 1); step++) {
        int hot = random.nextInt(OUTPUTS);
        for (int i = 0; i < OUTPUTS; i++) {
          boolean present = i == hot && (!everyStep || step < length);
          Platform.putFloat(null, label, present ? 1 : 0);
          label += Float.BYTES;
        }
      }
      if (everyStep) {
        Platform.putFloat(null, label, length);
        label += Float.BYTES;
      }
    }
    return batch;
  }

  /** The batch as someone would write it for DL4J alone: [batch, features, time], with masks. */
  private static DataSet forDl4j(MiniBatch batch, boolean everyStep) {
    INDArray features = Nd4j.create(LENGTHS.length, FEATURES, TIME);
    INDArray mask = Nd4j.create(LENGTHS.length, TIME);
    INDArray labels =
        everyStep
            ? Nd4j.create(LENGTHS.length, OUTPUTS, TIME)
            : Nd4j.create(LENGTHS.length, OUTPUTS);
    for (int row = 0; row < LENGTHS.length; row++) {
      for (int t = 0; t < TIME; t++) {
        mask.putScalar(row, t, t < LENGTHS[row] ? 1 : 0);
        for (int f = 0; f < FEATURES; f++) {
          features.putScalar(row, f, t, batch.features().getFloat(row, t, f));
        }
        for (int o = 0; o < OUTPUTS && everyStep; o++) {
          labels.putScalar(row, o, t, batch.labels().getFloat(row, t, o));
        }
      }
      for (int o = 0; o < OUTPUTS && !everyStep; o++) {
        labels.putScalar(row, o, batch.labels().getFloat(row, o));
      }
    }
    return new DataSet(features, labels, mask, everyStep ? mask.dup() : null);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void trainsAsDl4jDoesWithMasks(String name, NetworkSpec spec, boolean everyStep) {
    NeuralNetwork twin = spec.newNetwork();
    try (MiniBatch batch = batch(everyStep);
        Replica replica = new Dl4jReplica(spec, 1)) {
      replica.load(spec.initialState(), 1);
      DataSet data = forDl4j(batch, everyStep);
      for (int step = 0; step < 3; step++) {
        // With plain gradient descent equal parameters mean equal gradients.
        double before = replica.loss(batch);
        double loss = replica.step(batch);
        twin.fit(data);
        assertThat(loss).isEqualTo(((Model) twin).score(), within(1e-6)).isGreaterThan(0.1);
        assertThat(before).isEqualTo(loss, within(1e-6));
        assertThat(replica.state().parameters())
            .containsExactly(NetworkStates.read(twin).parameters(), within(1e-6f));
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void aPaddedRowGivesWhatItGivesAlone(String name, NetworkSpec spec, boolean everyStep) {
    NeuralNetwork network = spec.newNetwork();
    try (MiniBatch batch = batch(everyStep);
        Replica replica = new Dl4jReplica(spec, 1)) {
      replica.load(NetworkStates.read(network), 1);
      int width = everyStep ? TIME * OUTPUTS : OUTPUTS;
      float[] outputs = new float[LENGTHS.length * width];
      replica.infer(batch, outputs);
      for (int row = 0; row < LENGTHS.length; row++) {
        INDArray alone = Nd4j.create(1, FEATURES, LENGTHS[row]);
        for (int t = 0; t < LENGTHS[row]; t++) {
          for (int f = 0; f < FEATURES; f++) {
            alone.putScalar(0, f, t, batch.features().getFloat(row, t, f));
          }
        }
        INDArray expected =
            network instanceof MultiLayerNetwork layers
                ? layers.output(alone)
                : ((ComputationGraph) network).outputSingle(alone);
        for (int step = 0; step < (everyStep ? LENGTHS[row] : 1); step++) {
          for (int o = 0; o < OUTPUTS; o++) {
            double wanted = everyStep ? expected.getDouble(0, o, step) : expected.getDouble(0, o);
            assertThat(outputs[row * width + step * OUTPUTS + o])
                .isEqualTo((float) wanted, within(1e-6f));
          }
        }
      }
    }
  }

  @Test
  void engineBlasLeavesRecurrentNetworksToDl4j() {
    NetworkSpec spec = NetworkSpec.of(lstm(4).classifier(2));
    assertThat(Engines.select("auto", spec).name()).isEqualTo("dl4j");
    assertThatThrownBy(() -> Engines.select("blas", spec))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("layer 0 'layer0' (LastTimeStep) is not supported");
  }
}
