package io.github.sparknn.training.engine.blas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ludovic.netlib.blas.BLAS;
import io.github.sparknn.datasets.MiniBatch;
import io.github.sparknn.training.network.ModelState;
import io.github.sparknn.training.network.NetworkSpec;
import io.github.sparknn.training.network.NetworkStates;
import java.util.Map;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.bytedeco.javacpp.FloatPointer;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** One network in DL4J and in this engine, from the same random parameters. */
final class Twins implements AutoCloseable {
  /**
   * A float has 6e-8; a gradient's entry is a sum over rows and a chain of layers, whose rounding
   * errors add up to some ten to a hundred of that, relative to the largest entries.
   */
  static final double GRADIENT_TOLERANCE = 1e-5;

  /**
   * Twenty steps carry the gradients' differences on, and optimizers that divide by a root of the
   * gradient enlarge them where it is near zero.
   */
  static final double STEPS_TOLERANCE = 1e-4;

  final MultiLayerNetwork network;
  final BlasReplica replica;

  Twins(MultiLayerConfiguration configuration) {
    this(configuration, BlasLibrary.instance());
  }

  Twins(MultiLayerConfiguration configuration, BLAS blas) {
    NetworkSpec spec = NetworkSpec.of(configuration);
    Nd4j.getBackend();
    NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(1);
    network = (MultiLayerNetwork) spec.newNetwork();
    replica = new BlasReplica(NetworkCompiler.compile(spec), blas, 1);
    ModelState initial = NetworkStates.read(network);
    float[] parameters = initial.parameters().clone();
    SplittableRandom random = new SplittableRandom(77);
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] += (float) (random.nextDouble() - 0.5) * 0.2f;
    }
    ModelState start = new ModelState(parameters, initial.optimizerState(), 0, 0);
    NetworkStates.write(start, network);
    replica.load(start, 1);
  }

  void assertSameGradient(MiniBatch batch) {
    assertSameGradient(batch, GRADIENT_TOLERANCE);
  }

  void assertSameGradient(MiniBatch batch, double tolerance) {
    network.setInput(batch.features());
    network.setLabels(batch.labels());
    network.computeGradientAndScore();
    double loss = replica.computeGradient(batch);
    assertThat(loss).isCloseTo(network.score(), within(network.score(), 1e-5));
    float[] expected = new float[(int) network.numParams()];
    ((FloatPointer) network.getFlattenedGradients().data().addressPointer()).get(expected);
    toMeans(expected, batch.rows());
    assertClose("gradient", replica.gradient(), expected, tolerance);
  }

  /** DL4J's gradients are sums over the rows, those of running means of batches apart. */
  private void toMeans(float[] gradient, int rows) {
    int i = 0;
    for (Layer layer : network.getLayers()) {
      for (Map.Entry<String, INDArray> array : layer.paramTable().entrySet()) {
        int divisor = layer.updaterDivideByMinibatch(array.getKey()) ? rows : 1;
        for (int end = i + (int) array.getValue().length(); i < end; i++) {
          gradient[i] /= divisor;
        }
      }
    }
  }

  void assertSameSteps(MiniBatch batch, int steps) {
    for (int i = 0; i < steps; i++) {
      double loss = replica.step(batch);
      network.fit(new DataSet(batch.features(), batch.labels()));
      assertThat(loss).as("loss").isCloseTo(network.score(), within(network.score(), 1e-4));
    }
    assertSameState();
  }

  void assertSameState() {
    ModelState ours = replica.state();
    ModelState theirs = NetworkStates.read(network);
    assertThat(ours.iteration()).isEqualTo(theirs.iteration());
    assertThat(ours.epoch()).isEqualTo(theirs.epoch());
    assertClose("parameters", ours.parameters(), theirs.parameters(), STEPS_TOLERANCE);
    assertClose("state", ours.optimizerState(), theirs.optimizerState(), STEPS_TOLERANCE);
  }

  /** Inference with what training left. */
  void assertSameOutput(MiniBatch batch) {
    float[] outputs = new float[(int) batch.labels().length()];
    replica.infer(batch, outputs);
    // DL4J's output() overwrites its input where the first layer is an activation.
    float[] expected = network.output(batch.features().dup()).dup('c').data().asFloat();
    assertClose("outputs", outputs, expected, STEPS_TOLERANCE);
  }

  /** Each value, relative to the largest of them. */
  static void assertClose(String what, float[] actual, float[] expected, double tolerance) {
    assertThat(actual).as(what).hasSameSizeAs(expected);
    double largest = 1e-3;
    double difference = 0;
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).as(what).isFinite();
      largest = Math.max(largest, Math.abs(expected[i]));
      difference = Math.max(difference, Math.abs(actual[i] - expected[i]));
    }
    assertThat(difference / largest).as("relative difference of " + what).isLessThan(tolerance);
  }

  private static Offset<Double> within(double value, double tolerance) {
    return Offset.offset(tolerance * Math.max(1, Math.abs(value)));
  }

  @Override
  public void close() {
    // DL4J's network frees itself; its close() collects all of the heap's garbage each time.
    replica.close();
  }
}
