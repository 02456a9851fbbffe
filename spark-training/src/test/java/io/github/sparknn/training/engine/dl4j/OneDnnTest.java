package io.github.sparknn.training.engine.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparknn.datasets.MiniBatch;
import io.github.sparknn.training.network.ModelState;
import io.github.sparknn.training.network.NetworkSpec;
import io.github.sparknn.training.network.NetworkStates;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Sgd;

@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class OneDnnTest {
  private static final int[] SHAPE = {3, 11, 9};
  private static final int CLASSES = 4;
  private static final int ROWS = 7;

  /**
   * Sums of a few hundred products, in another order: some ten times a float's 6e-8, relative to
   * parameters of about 1, in each of five steps.
   */
  private static final float TOLERANCE = 1e-5f;

  @Test
  void fiveStepsEndWithDl4jsOwnParameters() {
    NetworkSpec spec = NetworkSpec.of(convolutions());
    MultiLayerNetwork network = (MultiLayerNetwork) spec.newNetwork();
    ModelState start = NetworkStates.read(network);

    try (Dl4jReplica replica = new Dl4jReplica(spec, 1);
        MiniBatch batch = batch()) {
      replica.load(start, 1);
      for (int step = 0; step < 5; step++) {
        replica.step(batch);
        network.fit(new DataSet(batch.features(), batch.labels()));
      }

      float[] expected = NetworkStates.read(network).parameters();
      assertThat(replica.state().parameters()).containsExactly(expected, within());
      assertThat(expected).isNotEqualTo(start.parameters());
    } finally {
      NetworkStates.close(network);
    }
  }

  @Test
  void plainConvolutionsOnlyGetTheHelper() {
    MultiLayerNetwork network = (MultiLayerNetwork) NetworkSpec.of(convolutions()).newNetwork();
    try {
      OneDnn.install(network);

      assertThat(network.getLayers())
          .extracting(layer -> layer.getHelper() != null)
          .containsExactly(true, false, false, true, false, false);
    } finally {
      NetworkStates.close(network);
    }
  }

  @Test
  void graphsGetTheHelperToo() {
    ComputationGraph graph =
        (ComputationGraph)
            NetworkSpec.of(
                    new NeuralNetConfiguration.Builder()
                        .graphBuilder()
                        .addInputs("in")
                        .addLayer("convolution", convolution(5).build(), "in")
                        .addLayer("out", output(), "convolution")
                        .setOutputs("out")
                        .setInputTypes(InputType.convolutional(SHAPE[1], SHAPE[2], SHAPE[0]))
                        .build())
                .newNetwork();
    try {
      OneDnn.install(graph);

      assertThat(graph.getLayer("convolution").getHelper()).isNotNull();
      assertThat(graph.getLayer("out").getHelper()).isNull();
    } finally {
      NetworkStates.close(graph);
    }
  }

  private static MultiLayerConfiguration convolutions() {
    return new NeuralNetConfiguration.Builder()
        .seed(3)
        .updater(new Sgd(0.1))
        .activation(Activation.TANH)
        .convolutionMode(ConvolutionMode.Same)
        .list()
        .layer(convolution(5).build())
        .layer(new SubsamplingLayer.Builder().kernelSize(2, 2).stride(2, 2).build())
        .layer(convolution(3).dilation(2, 2).build())
        .layer(convolution(3).stride(2, 1).build())
        .layer(new Deconvolution2D.Builder(2, 2).nOut(2).build())
        .layer(output())
        .setInputType(InputType.convolutional(SHAPE[1], SHAPE[2], SHAPE[0]))
        .build();
  }

  private static ConvolutionLayer.Builder convolution(int kernel) {
    return new ConvolutionLayer.Builder(kernel, kernel).nOut(6);
  }

  private static OutputLayer output() {
    return new OutputLayer.Builder().nOut(CLASSES).activation(Activation.SOFTMAX).build();
  }

  private static MiniBatch batch() {
    SplittableRandom random = new SplittableRandom(5);
    MiniBatch batch = MiniBatch.allocate(ROWS, SHAPE, CLASSES);
    batch.setRows(ROWS);
    INDArray features = batch.features().reshape(ROWS, -1);
    IntStream.range(0, ROWS)
        .forEach(
            row -> {
              for (int i = 0; i < features.columns(); i++) {
                features.putScalar(row, i, random.nextDouble() - 0.5);
              }
              batch.labels().putScalar(row, row % CLASSES, 1);
            });
    return batch;
  }

  private static Offset<Float> within() {
    return Offset.offset(TOLERANCE);
  }
}
