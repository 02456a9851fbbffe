package io.github.sparknn.training.engine.blas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparknn.training.network.NetworkSpec;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.dropout.GaussianDropout;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

class UnsupportedNetworksTest {
  private static NeuralNetConfiguration.Builder builder() {
    return new NeuralNetConfiguration.Builder().updater(new Adam());
  }

  private static DenseLayer.Builder dense() {
    return new DenseLayer.Builder().nIn(4).nOut(5).activation(Activation.RELU);
  }

  private static OutputLayer.Builder output(LossFunction loss) {
    return new OutputLayer.Builder(loss).nIn(5).nOut(3).activation(Activation.SOFTMAX);
  }

  private static NetworkSpec network(NeuralNetConfiguration.Builder builder, Layer... layers) {
    NeuralNetConfiguration.ListBuilder list = builder.list();
    for (Layer layer : layers) {
      list.layer(layer);
    }
    return NetworkSpec.of(list.validateOutputLayerConfig(false).build());
  }

  private static NetworkSpec withLayer(Layer layer) {
    return network(builder(), layer, output(LossFunction.MCXENT).build());
  }

  private static NetworkSpec withOutput(OutputLayer.Builder output) {
    return network(builder(), dense().build(), output.build());
  }

  private static NetworkSpec with(NeuralNetConfiguration.Builder builder) {
    return network(builder, dense().build(), output(LossFunction.MCXENT).build());
  }

  static Stream<Arguments> declined() {
    return Stream.of(
        Arguments.of(
            withLayer(dense().activation(Activation.HARDTANH).build()),
            "layer 0 'layer0' (DenseLayer) has activation hardtanh, which is not supported"),
        Arguments.of(
            withLayer(dense().activation(new ActivationELU(0.5)).build()), "activation elu"),
        Arguments.of(
            withLayer(dense().activation(new ActivationLReLU(-0.1)).build()),
            "activation leakyrelu"),
        Arguments.of(
            withLayer(dense().activation(new ActivationReLU(6.0, null, null)).build()),
            "activation relu"),
        Arguments.of(
            withLayer(dense().activation(new ActivationGELU(true)).build()), "activation gelu"),
        Arguments.of(withLayer(dense().hasLayerNorm(true).build()), "layer normalization"),
        Arguments.of(
            withLayer(dense().dropOut(new GaussianDropout(0.3)).build()), "dropout GaussianDrop"),
        Arguments.of(
            NetworkSpec.fromJson(with(builder()).json().replace("\"nin\" : 5", "\"nin\" : 6")),
            "layer 1 'layer1' (OutputLayer) takes 6 values, the layer before it gives 5"),
        Arguments.of(
            withLayer(dense().nIn(1 << 16).nOut(1 << 16).build()), "more than 2^31 - 1 parameters"),
        Arguments.of(withLayer(dense().updater(new Nadam()).build()), "updater Nadam"),
        Arguments.of(withLayer(dense().biasUpdater(new AdaDelta()).build()), "updater AdaDelta"),
        Arguments.of(
            withLayer(dense().constrainWeights(new MaxNormConstraint(1, 1)).build()),
            "constraints"),
        Arguments.of(withLayer(dense().weightNoise(new DropConnect(0.5)).build()), "weight noise"),
        Arguments.of(
            withLayer(new EmbeddingLayer.Builder().nIn(5).nOut(5).build()),
            "layer 0 'layer0' (EmbeddingLayer) is not supported"),
        Arguments.of(
            network(builder(), dense().build()), "(DenseLayer) is not supported as the last layer"),
        Arguments.of(
            withOutput(output(LossFunction.HINGE)),
            "layer 1 'layer1' (OutputLayer) has loss LossHinge, which is not supported"),
        Arguments.of(withOutput(output(LossFunction.XENT)), "loss LossBinaryXENT on softmax"),
        Arguments.of(
            withOutput(
                output(LossFunction.MCXENT)
                    .lossFunction(new LossMCXENT(Nd4j.createFromArray(1f, 2f)))),
            "has 2 loss weights for 3 outputs"),
        Arguments.of(with(builder().miniBatch(false)), "miniBatch false"),
        Arguments.of(with(builder().dataType(DataType.DOUBLE)), "type DOUBLE"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("declined")
  void networksAreDeclinedByTheNameOfWhatIsNotSupported(NetworkSpec network, String reason) {
    assertThat(new BlasEngine().unsupported(network))
        .hasValueSatisfying(message -> assertThat(message).contains(reason));
  }

  private static ConvolutionLayer.Builder convolution() {
    return new ConvolutionLayer.Builder(3, 3).nOut(2);
  }

  private static SubsamplingLayer.Builder pooling(PoolingType type) {
    return new SubsamplingLayer.Builder(type, new int[] {2, 2});
  }

  private static NetworkSpec images(InputType input, Layer... hidden) {
    NeuralNetConfiguration.ListBuilder list = builder().list();
    for (Layer layer : hidden) {
      list.layer(layer);
    }
    list.layer(new OutputLayer.Builder().nOut(3).build());
    return NetworkSpec.of(list.setInputType(input).build());
  }

  private static NetworkSpec images(Layer... hidden) {
    return images(InputType.convolutionalFlat(8, 8, 1), hidden);
  }

  static Stream<Arguments> declinedOnImages() {
    return Stream.of(
        Arguments.of(
            images(convolution().dilation(2, 1).build()),
            "layer 0 'layer0' (ConvolutionLayer) has dilation [2, 1], which is not supported"),
        Arguments.of(
            images(pooling(PoolingType.MAX).dilation(1, 2).build()),
            "layer 0 'layer0' (SubsamplingLayer) has dilation [1, 2], which is not supported"),
        Arguments.of(
            images(InputType.convolutional(8, 8, 1, CNN2DFormat.NHWC), convolution().build()),
            "layer 0 'layer0' (ConvolutionLayer) has data format NHWC"),
        Arguments.of(
            images(convolution().activation(Activation.SOFTMAX).build()),
            "layer 0 'layer0' (ConvolutionLayer) has softmax on images"),
        Arguments.of(
            images(convolution().build(), new ActivationLayer(Activation.SOFTMAX)),
            "layer 1 'layer1' (ActivationLayer) has softmax on images"),
        Arguments.of(
            images(pooling(PoolingType.PNORM).pnorm(2).build()),
            "layer 0 'layer0' (SubsamplingLayer) has pooling type PNORM"),
        Arguments.of(
            images(pooling(PoolingType.MAX).padding(2, 0).build()),
            "layer 0 'layer0' (SubsamplingLayer) has windows of padding alone"),
        Arguments.of(
            images(new GlobalPoolingLayer(PoolingType.PNORM)),
            "layer 0 'layer0' (GlobalPoolingLayer) has pooling type PNORM"),
        Arguments.of(
            images(convolution().build(), new LocalResponseNormalization()),
            "layer 1 'layer1' (LocalResponseNormalization) is not supported"),
        Arguments.of(
            images(new BatchNormalization.Builder().lockGammaBeta(true).gamma(2).build()),
            "layer 0 'layer0' (BatchNormalization) has a locked gamma without beta"),
        Arguments.of(
            NetworkSpec.fromJson(
                images(convolution().build())
                    .json()
                    .replace("\"inputHeight\" : 6", "\"inputHeight\" : 4")
                    .replace("\"inputWidth\" : 6", "\"inputWidth\" : 9")),
            "layer 1's CnnToFeedForwardPreProcessor takes images of 4x9,"
                + " the layer before it gives 6x6"),
        Arguments.of(
            NetworkSpec.fromJson(
                images(convolution().build(), convolution().build())
                    .json()
                    .replace("\"nin\" : 2", "\"nin\" : 4")),
            "layer 1 'layer1' (ConvolutionLayer) takes 4 channels, the layer before it gives 2"),
        Arguments.of(
            network(builder(), convolution().nIn(1).build(), output(LossFunction.MCXENT).build()),
            "layer 1 'layer1' (OutputLayer) on images, which is not supported"),
        Arguments.of(
            withoutPreProcessor(),
            "layer 1 'layer1' (ConvolutionLayer) on vectors, which is not supported"));
  }

  private static NetworkSpec withoutPreProcessor() {
    MultiLayerConfiguration network =
        builder()
            .list()
            .layer(new DenseLayer.Builder().nIn(4).nOut(16).build())
            .layer(convolution().build())
            .layer(new OutputLayer.Builder().nOut(3).build())
            .inputPreProcessor(1, new FeedForwardToCnnPreProcessor(4, 4, 1))
            .setInputType(InputType.feedForward(4))
            .build();
    network.getInputPreProcessors().remove(1);
    return NetworkSpec.of(network);
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("declinedOnImages")
  void layersOnImagesAreDeclinedToo(NetworkSpec network, String reason) {
    assertThat(new BlasEngine().unsupported(network))
        .hasValueSatisfying(message -> assertThat(message).contains(reason));
  }

  @Test
  void graphsAreDeclined() {
    ComputationGraphConfiguration graph =
        builder()
            .graphBuilder()
            .addInputs("in")
            .addLayer("out", output(LossFunction.MCXENT).build(), "in")
            .setOutputs("out")
            .build();

    assertThat(new BlasEngine().unsupported(NetworkSpec.of(graph)))
        .contains("a computation graph, which is not supported");
  }

  @Test
  void aReplicaOfADeclinedNetworkIsNotMade() {
    NetworkSpec network = withOutput(output(LossFunction.HINGE));

    assertThatThrownBy(() -> new BlasEngine().newReplica(network, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("LossHinge");
  }

  @Test
  void aDenseNetworkIsSupported() {
    assertThat(new BlasEngine().unsupported(with(builder()))).isEmpty();
  }
}
