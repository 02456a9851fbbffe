package io.github.sparknn.training.engine.blas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import dev.ludovic.netlib.blas.JavaBLAS;
import dev.ludovic.netlib.blas.NativeBLAS;
import io.github.sparknn.datasets.MiniBatch;
import io.github.sparknn.training.engine.Replica;
import io.github.sparknn.training.engine.dl4j.Dl4jEngine;
import io.github.sparknn.training.network.ModelState;
import io.github.sparknn.training.network.NetworkSpec;
import io.github.sparknn.training.network.NetworkStates;
import io.github.sparknn.training.network.Networks;
import java.lang.management.ManagementFactory;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class BlasReplicaTest {
  private static final int FEATURES = 6;
  private static final int LABELS = 3;

  private static MultiLayerConfiguration classifier(double dropout) {
    return Networks.classifier(
        FEATURES, new int[] {12, 8}, "relu", dropout, LABELS, new Adam(0.01), 4);
  }

  private static MiniBatch batch(int rows) {
    return TestBatches.random(rows, FEATURES, LABELS, TestBatches.Labels.ONE_HOT, 9);
  }

  private static Replica replica(double dropout) {
    return new BlasEngine().newReplica(NetworkSpec.of(classifier(dropout)), 1);
  }

  private static ModelState start(double dropout) {
    return NetworkSpec.of(classifier(dropout)).initialState();
  }

  @Test
  void stepsAllocateNothingOnceTheBatchSizeIsKnown() {
    assertNothingAllocated(classifier(0.2), new int[] {FEATURES}, 64, 50);
  }

  @Test
  void stepsOfConvolutionalNetworksAllocateNothingEither() {
    assertNothingAllocated(lenet(), new int[] {28 * 28}, 16, 20);
  }

  private static void assertNothingAllocated(
      MultiLayerConfiguration network, int[] shape, int rows, int steps) {
    NetworkSpec spec = NetworkSpec.of(network);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    try (Replica replica = new BlasEngine().newReplica(spec, 1);
        MiniBatch large = TestBatches.random(rows, shape, LABELS, TestBatches.Labels.ONE_HOT, 9);
        MiniBatch small = TestBatches.random(10, shape, LABELS, TestBatches.Labels.ONE_HOT, 9)) {
      replica.load(spec.initialState(), 1);
      for (int i = 0; i < steps; i++) {
        replica.step(large);
        replica.step(small);
      }

      long before = threads.getThreadAllocatedBytes(thread);
      for (int i = 0; i < steps; i++) {
        replica.step(large);
        replica.step(small);
      }
      long perStep = (threads.getThreadAllocatedBytes(thread) - before) / (2 * steps);

      assertThat(perStep).isLessThan(1024);
    }
  }

  private static MultiLayerConfiguration lenet() {
    return new NeuralNetConfiguration.Builder()
        .seed(1)
        .updater(new Adam(1e-3))
        .activation(Activation.RELU)
        .list()
        .layer(new ConvolutionLayer.Builder(5, 5).nOut(20).build())
        .layer(new SubsamplingLayer.Builder(2, 2).stride(2, 2).build())
        .layer(new ConvolutionLayer.Builder(5, 5).nOut(50).build())
        .layer(new SubsamplingLayer.Builder(2, 2).stride(2, 2).build())
        .layer(new DenseLayer.Builder().nOut(500).build())
        .layer(
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(LABELS)
                .activation(Activation.SOFTMAX)
                .build())
        .setInputType(InputType.convolutionalFlat(28, 28, 1))
        .build();
  }

  @Test
  void theSameSeedGivesTheSameBits() {
    try (Replica replica = replica(0.5);
        Replica other = replica(0.5);
        MiniBatch batch = batch(30)) {
      ModelState start = start(0.5);
      replica.load(start, 7);
      double loss = replica.step(batch);
      replica.step(batch);
      ModelState first = replica.state();
      replica.infer(batch, new float[30 * LABELS]);
      replica.load(start, 7);
      other.load(start, 7);

      assertThat(replica.step(batch)).isEqualTo(loss).isEqualTo(other.step(batch));
      replica.step(batch);
      other.step(batch);
      assertThat(replica.state().parameters()).isEqualTo(first.parameters());
      assertThat(replica.state().optimizerState()).isEqualTo(first.optimizerState());
      assertThat(other.state().parameters()).isEqualTo(first.parameters());
      other.load(start, 8);
      assertThat(other.step(batch)).isNotEqualTo(loss);
    }
  }

  @Test
  void dropoutKeepsItsShareAndTheExpectation() {
    int width = 1000;
    MultiLayerConfiguration network =
        new NeuralNetConfiguration.Builder()
            .updater(new Sgd(0))
            .list()
            .layer(
                new OutputLayer.Builder(LossFunction.L1)
                    .nIn(width)
                    .nOut(width)
                    .hasBias(false)
                    .activation(Activation.IDENTITY)
                    .dropOut(0.7)
                    .build())
            .build();
    float[] identity = new float[width * width];
    for (int i = 0; i < width; i++) {
      identity[i * width + i] = 1;
    }
    try (Replica replica = new BlasEngine().newReplica(NetworkSpec.of(network), 1);
        MiniBatch batch = TestBatches.random(10, width, width, TestBatches.Labels.REAL, 1)) {
      batch.features().assign(1);
      batch.labels().assign(0);
      replica.load(ModelState.ofParameters(identity), 3);

      // Each of the 10,000 values is 1/0.7 or 0, so that the loss of a row is width on average.
      assertThat(replica.step(batch) / width).isCloseTo(1, within(0.03));
      batch.labels().assign(1 / 0.7);
      assertThat(replica.step(batch) / width).isCloseTo(0.3 / 0.7, within(0.03));
      float[] outputs = new float[10 * width];
      replica.infer(batch, outputs);
      assertThat(outputs).containsOnly(1f);
    }
  }

  @Test
  void gradientsOfDroppedNetworksAreThoseOfTheLoss() {
    MultiLayerConfiguration network =
        new NeuralNetConfiguration.Builder()
            .seed(7)
            .updater(new Sgd(0))
            .activation(Activation.TANH)
            .list()
            .layer(new DropoutLayer(0.8))
            .layer(new DenseLayer.Builder().nIn(FEATURES).nOut(5).build())
            .layer(new DenseLayer.Builder().nIn(5).nOut(LABELS).dropOut(0.6).build())
            .layer(
                new LossLayer.Builder(LossFunction.MCXENT).activation(Activation.SOFTMAX).build())
            .build();
    NetworkSpec spec = NetworkSpec.of(network);
    BlasReplica replica = (BlasReplica) new BlasEngine().newReplica(spec, 1);
    try (MiniBatch batch = batch(20)) {
      ModelState start = spec.initialState();
      replica.load(start, 5);
      replica.computeGradient(batch);
      float[] gradient = replica.gradient().clone();

      float step = 1e-2f;
      for (int i = 0; i < gradient.length; i++) {
        double slope =
            (lossAt(replica, start, i, step, batch) - lossAt(replica, start, i, -step, batch))
                / (2 * step);
        // A float's loss has 1e-7, its difference over 2e-2 then 1e-5; the third derivative
        // contributes step^2 / 6.
        assertThat((double) gradient[i]).isCloseTo(slope, within(3e-4));
      }
    }
  }

  /** With the same dropout each time, as the seed is the same. */
  private static double lossAt(
      BlasReplica replica, ModelState start, int index, float step, MiniBatch batch) {
    float[] parameters = start.parameters().clone();
    parameters[index] += step;
    replica.load(ModelState.ofParameters(parameters), 5);
    return replica.computeGradient(batch);
  }

  @Test
  void batchesOfAnySizeGiveDl4jsSteps() {
    try (Twins twins = new Twins(classifier(0));
        MiniBatch one = batch(1);
        MiniBatch large = batch(1000);
        MiniBatch huge = batch(65_536);
        MiniBatch part = batch(50)) {
      twins.assertSameSteps(one, 2);
      twins.assertSameSteps(large, 3);
      twins.assertSameSteps(huge, 3);
      part.setRows(17);
      twins.assertSameSteps(part, 3);
      part.setRows(50);
      twins.assertSameSteps(part, 3);
    }
  }

  @Test
  void javaBlasGivesDl4jsStepsToo() {
    try (Twins twins = new Twins(classifier(0), JavaBLAS.getInstance());
        MiniBatch batch = batch(20)) {
      twins.assertSameGradient(batch);
      twins.assertSameSteps(batch, 5);
    }
  }

  @Test
  void nativeBlasLoadsEvenAfterNetlibDidWithoutAndItsAbsenceGivesJavas() {
    assertThat(JavaBLAS.getInstance()).isNotNull();
    assertThat(BlasLibrary.instance()).isInstanceOf(NativeBLAS.class);
    assertThat(
            BlasLibrary.load(
                () -> {
                  throw new UnsatisfiedLinkError("no openblas");
                }))
        .isInstanceOf(JavaBLAS.class);
  }

  @Test
  void dl4jGoesOnFromTheStateThatWasGivenBack() {
    try (Twins twins = new Twins(classifier(0));
        MiniBatch batch = batch(40)) {
      ModelState loaded = twins.replica.state();
      twins.replica.load(new ModelState(loaded.parameters(), loaded.optimizerState(), 3, 2), 1);
      NetworkStates.write(twins.replica.state(), twins.network);
      assertThat(twins.replica.state().epoch()).isEqualTo(2);
      for (int i = 0; i < 5; i++) {
        twins.replica.step(batch);
      }
      assertThat(twins.replica.state().iteration()).isEqualTo(8);

      NetworkStates.write(twins.replica.state(), twins.network);
      twins.assertSameSteps(batch, 5);
    }
  }

  @Test
  void runsInOneProcessWithTheDl4jEngine() {
    NetworkSpec spec = NetworkSpec.of(classifier(0));
    try (Replica ours = new BlasEngine().newReplica(spec, 1);
        Replica theirs = new Dl4jEngine().newReplica(spec, 1);
        MiniBatch batch = batch(200)) {
      ours.load(spec.initialState(), 1);
      theirs.load(spec.initialState(), 1);
      for (int i = 0; i < 20; i++) {
        assertThat(ours.step(batch)).isCloseTo(theirs.step(batch), within(1e-4));
      }
    }
  }

  @Test
  void statesAndBatchesOfAnotherSizeAreRefused() {
    try (Replica replica = replica(0);
        MiniBatch narrow = TestBatches.random(2, 5, LABELS, TestBatches.Labels.REAL, 1);
        MiniBatch unlike = TestBatches.random(2, FEATURES, 4, TestBatches.Labels.REAL, 1);
        MiniBatch empty = batch(2)) {
      assertThatThrownBy(() -> replica.load(ModelState.ofParameters(new float[7]), 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Cannot load state into network: it has 7 parameters, the network has 215");
      ModelState odd = new ModelState(new float[215], new float[1], 0, 0);
      assertThatThrownBy(() -> replica.load(odd, 1))
          .hasMessageContaining("1 optimizer state values, the network has 430");
      assertThatThrownBy(() -> replica.step(narrow))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "Cannot read mini-batch: its features have 5 values per example, the network has 6");
      assertThatThrownBy(() -> replica.step(unlike))
          .hasMessageContaining("its labels have 4 values per example, the network has 3");
      empty.setRows(0);
      assertThatThrownBy(() -> replica.step(empty))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("it holds no rows");
    }
  }
}
