package io.github.sparknn.training.engine.blas;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparknn.datasets.MiniBatch;
import io.github.sparknn.training.network.NetworkStates;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Gradients against central differences of the loss that DL4J computes in double. */
class GradientCheckTest {
  private static final int ROWS = 5;
  private static final int LABELS = 3;
  private static final double STEP = 1e-5;

  private static NeuralNetConfiguration.ListBuilder layers() {
    return new NeuralNetConfiguration.Builder()
        .seed(3)
        .updater(new Sgd(0))
        .activation(Activation.TANH)
        .list();
  }

  private static OutputLayer output(LossFunction loss, Activation activation) {
    return new OutputLayer.Builder(loss).nOut(LABELS).activation(activation).build();
  }

  static Stream<Arguments> networks() {
    InputType images = InputType.convolutionalFlat(6, 5, 2);
    return Stream.of(
        Arguments.of(
            "dense",
            layers()
                .layer(new DenseLayer.Builder().nOut(7).build())
                .layer(new DenseLayer.Builder().nOut(6).activation(Activation.GELU).build())
                .layer(output(LossFunction.MCXENT, Activation.SOFTMAX))
                .setInputType(InputType.feedForward(60))),
        Arguments.of(
            "convolution, max pooling",
            layers()
                .layer(new ConvolutionLayer.Builder(3, 2).nOut(3).build())
                .layer(new SubsamplingLayer.Builder(2, 2).stride(2, 1).build())
                .layer(new ConvolutionLayer.Builder(2, 2).nOut(2).padding(1, 1).build())
                .layer(output(LossFunction.MCXENT, Activation.SOFTMAX))
                .setInputType(images)),
        Arguments.of(
            "same mode, average pooling",
            layers()
                .layer(
                    new ConvolutionLayer.Builder(3, 4)
                        .stride(2, 1)
                        .nOut(3)
                        .convolutionMode(ConvolutionMode.Same)
                        .build())
                .layer(
                    new SubsamplingLayer.Builder(PoolingType.AVG, new int[] {3, 2})
                        .stride(1, 2)
                        .convolutionMode(ConvolutionMode.Same)
                        .build())
                .layer(new ConvolutionLayer.Builder(2, 2).nOut(2).build())
                .layer(new DenseLayer.Builder().nOut(4).build())
                .layer(output(LossFunction.MSE, Activation.IDENTITY))
                .setInputType(images)),
        Arguments.of(
            "batch normalization, global pooling",
            layers()
                .layer(new BatchNormalization())
                .layer(new ConvolutionLayer.Builder(2, 2).nOut(4).build())
                .layer(new BatchNormalization())
                .layer(new GlobalPoolingLayer(PoolingType.MAX))
                .layer(new DenseLayer.Builder().nOut(5).build())
                .layer(new BatchNormalization())
                .layer(output(LossFunction.XENT, Activation.SIGMOID))
                .setInputType(images)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("networks")
  void gradientsAreTheSlopesOfTheLoss(String name, NeuralNetConfiguration.ListBuilder layers) {
    MultiLayerConfiguration configuration = layers.build();
    try (Twins twins = new Twins(configuration);
        MiniBatch batch = TestBatches.random(ROWS, 60, LABELS, TestBatches.Labels.ONE_HOT, 5)) {
      twins.replica.computeGradient(batch);
      float[] gradient = twins.replica.gradient();
      MultiLayerNetwork exact = inDouble(configuration, twins);
      DataSet examples =
          new DataSet(
              batch.features().castTo(DataType.DOUBLE), batch.labels().castTo(DataType.DOUBLE));

      // The difference of two double losses over 2e-5 has 1e-11, the curvature contributes 1e-10:
      // what remains is the float gradient's rounding.
      double[] slopes = new double[gradient.length];
      double largest = 0;
      for (int i = 0; i < slopes.length; i++) {
        slopes[i] =
            (lossAt(exact, i, STEP, examples) - lossAt(exact, i, -STEP, examples)) / (2 * STEP);
        largest = Math.max(largest, Math.abs(slopes[i]));
      }
      assertThat(largest).isGreaterThan(1e-3);
      boolean[] learned = learned(exact);
      for (int i = 0; i < slopes.length; i++) {
        if (learned[i]) {
          assertThat(Math.abs(gradient[i] - slopes[i]) / largest)
              .as("gradient of parameter " + i)
              .isLessThan(Twins.GRADIENT_TOLERANCE);
        }
      }
    }
  }

  private static MultiLayerNetwork inDouble(MultiLayerConfiguration configuration, Twins twins) {
    MultiLayerConfiguration copy = MultiLayerConfiguration.fromJson(configuration.toJson());
    copy.setDataType(DataType.DOUBLE);
    copy.getConfs().forEach(layer -> layer.setDataType(DataType.DOUBLE));
    MultiLayerNetwork exact = new MultiLayerNetwork(copy);
    exact.init();
    float[] parameters = NetworkStates.read(twins.network).parameters();
    exact.setParams(Nd4j.createFromArray(parameters).castTo(DataType.DOUBLE).reshape(1, -1));
    return exact;
  }

  private static double lossAt(
      MultiLayerNetwork network, int index, double step, DataSet examples) {
    INDArray parameters = network.params();
    double value = parameters.getDouble(index);
    parameters.putScalar(index, value + step);
    double loss = network.score(examples, true);
    parameters.putScalar(index, value);
    return loss;
  }

  /**
   * Running means do not enter the loss in training; what takes their gradient's place is no slope.
   */
  private static boolean[] learned(MultiLayerNetwork network) {
    boolean[] learned = new boolean[(int) network.numParams()];
    int i = 0;
    for (Layer layer : network.getLayers()) {
      for (Map.Entry<String, INDArray> array : layer.paramTable().entrySet()) {
        for (int end = i + (int) array.getValue().length(); i < end; i++) {
          learned[i] = layer.updaterDivideByMinibatch(array.getKey());
        }
      }
    }
    return learned;
  }
}
