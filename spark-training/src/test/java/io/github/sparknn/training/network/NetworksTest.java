package io.github.sparknn.training.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparknn.training.engine.Engines;
import java.util.Arrays;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

class NetworksTest {
  private static Layer layer(MultiLayerConfiguration network, int index) {
    return network.getConf(index).getLayer();
  }

  private static BaseOutputLayer output(MultiLayerConfiguration network) {
    return (BaseOutputLayer) layer(network, network.getConfs().size() - 1);
  }

  private static MultiLayerNetwork init(MultiLayerConfiguration configuration) {
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    return network;
  }

  private static MultiLayerConfiguration article() {
    return Networks.cnn(1, 28, 28)
        .convolution(10, 5)
        .maxPooling(2)
        .convolution(20, 5)
        .maxPooling(2)
        .dense(50)
        .optimizer(new Nesterovs(0.001, 0.9))
        .classifier(10);
  }

  @Test
  void aPerceptronHasItsLayersAndHead() {
    MultiLayerConfiguration network = Networks.mlp(4, 8, 5).classifier(3);
    assertThat(init(network).numParams()).isEqualTo((4 * 8 + 8) + (8 * 5 + 5) + (5 * 3 + 3));
    assertThat(output(network).getActivationFn()).isInstanceOf(ActivationSoftmax.class);
    assertThat(output(network).getLossFn()).isInstanceOf(LossMCXENT.class);
    assertThat(init(Networks.mlp(4).classifier(3)).numParams()).isEqualTo(15);
  }

  @Test
  void headsForNumbersAndForSeveralLabels() {
    MultiLayerConfiguration numbers = Networks.mlp(4, 8).regressor(2);
    assertThat(output(numbers).getActivationFn()).isInstanceOf(ActivationIdentity.class);
    assertThat(output(numbers).getLossFn()).isInstanceOf(LossMSE.class);
    MultiLayerConfiguration labels = Networks.mlp(4, 8).multiLabel(5);
    assertThat(output(labels).getActivationFn()).isInstanceOf(ActivationSigmoid.class);
    assertThat(output(labels).getLossFn()).isInstanceOf(LossBinaryXENT.class);
  }

  @Test
  void dropoutDropsTheInputOfTheLayerThatFollows() {
    MultiLayerConfiguration network = Networks.mlp(4, 8, 5).dropout(0.25).classifier(3);
    assertThat(layer(network, 0).getIDropout()).isNull();
    assertThat(((Dropout) layer(network, 1).getIDropout()).getP()).isEqualTo(0.75);
    assertThat(((Dropout) layer(network, 2).getIDropout()).getP()).isEqualTo(0.75);
  }

  @Test
  void theOneCallGivesTheBuildersNetwork() {
    assertThat(Networks.classifier(4, new int[] {8}, "tanh", 0.5, 3, new Adam(0.01), 7).toJson())
        .isEqualTo(
            Networks.mlp(4, 8)
                .activation("tanh")
                .dropout(0.5)
                .optimizer(new Adam(0.01))
                .seed(7)
                .classifier(3)
                .toJson());
  }

  @Test
  void theArticlesNetworkHasItsSizes() {
    // 28 -> 24 -> 12 -> 8 -> 4: 20 channels of 4x4 go into the dense layer.
    assertThat(init(article()).numParams())
        .isEqualTo((10 * 25 + 10) + (20 * 10 * 25 + 20) + (320 * 50 + 50) + (50 * 10 + 10));
  }

  @Test
  void imagesOfAnySizeGoThroughBothEngines() {
    for (int[] image : new int[][] {{1, 28, 28}, {1, 20, 20}, {4, 3, 3}, {3, 3, 4}, {3, 32, 17}}) {
      int size = image[0] * image[1] * image[2];
      for (MultiLayerConfiguration configuration :
          new MultiLayerConfiguration[] {
            Networks.lenet(image[0], image[1], image[2]).classifier(7),
            Networks.cnn(image[0], image[1], image[2])
                .convolution(6, 2)
                .batchNormalization()
                .averagePooling(2)
                .dense(9)
                .dropout(0.5)
                .classifier(7)
          }) {
        NetworkSpec spec = NetworkSpec.of(configuration);
        assertThat(spec.exampleShape(image)).containsExactly(size);
        assertThat(spec.exampleShape(new int[] {size})).containsExactly(size);
        assertThat(spec.outputSize()).isEqualTo(7);
        assertThat(Engines.select("auto", spec).name())
            .as(Arrays.toString(image))
            .isEqualTo("blas");
        INDArray outputs = init(configuration).output(Nd4j.rand(2, size));
        assertThat(outputs.shape()).containsExactly(2, 7);
      }
    }
  }

  @Test
  void lenetHasCaffesSizesAndPadsSmallImages() {
    assertThat(init(Networks.lenet(1, 28, 28).classifier(10)).numParams()).isEqualTo(431080);
    MultiLayerConfiguration small = Networks.lenet(4, 3, 3).classifier(10);
    assertThat(((ConvolutionLayer) layer(small, 0)).getConvolutionMode()).hasToString("Same");
    // 3x3 -> 2x2 -> 1x1: 50 channels of one position go into the dense layer.
    assertThat(((FeedForwardLayer) layer(small, 4)).getNIn()).isEqualTo(50);
  }

  @Test
  void windowsThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> Networks.cnn(4, 3, 3).convolution(10, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot add convolution: its windows of 5x5 do not fit images of 3x3 (must be smaller,"
                + " or use samePadding)");
    assertThatThrownBy(() -> Networks.cnn(1, 9, 4).maxPooling(4).maxPooling(2))
        .hasMessageStartingWith("Cannot add pooling: its windows of 2x2 do not fit images of 2x1");
    assertThatThrownBy(() -> Networks.cnn(1, 9, 9).maxPooling(2).samePadding())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Cannot pad images: layers have been added already");
  }

  @Test
  void wrongNumbersAreRefused() {
    assertThatThrownBy(() -> Networks.mlp(4, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid units: 0 (must be at least 1)");
    assertThatThrownBy(() -> Networks.cnn(0, 3, 3))
        .hasMessage("Invalid channels: 0 (must be at least 1)");
    assertThatThrownBy(() -> Networks.lstm(3))
        .hasMessage("Invalid units: [] (must name at least one layer)");
    assertThatThrownBy(() -> Networks.mlp(4, 8).classifier(0))
        .hasMessage("Invalid classes: 0 (must be at least 1)");
    assertThatThrownBy(() -> Networks.mlp(4, 8).dropout(1))
        .hasMessage("Invalid dropout: 1.0 (must be in [0, 1))");
    assertThatThrownBy(() -> Networks.mlp(4, 8).activation("rellu"))
        .hasMessageStartingWith("Invalid activation: rellu (must be one of [elu, gelu");
  }

  @Test
  void recurrentNetworksGiveOneOutputPerSequenceOrOnePerStep() {
    INDArray sequences = Nd4j.rand(2, 3, 6); // [batch, features, time]
    int lstm = 4 * 5 * (3 + 5 + 1);
    MultiLayerNetwork last = init(Networks.lstm(3, 5).classifier(4));
    assertThat(last.numParams()).isEqualTo(lstm + 5 * 4 + 4);
    assertThat(last.output(sequences).shape()).containsExactly(2, 4);
    MultiLayerNetwork deep =
        init(Networks.lstm(3, 5, 2).bidirectional().maxPooling().dense(6).regressor(1));
    assertThat(deep.output(sequences).shape()).containsExactly(2, 1);
    MultiLayerNetwork steps = init(Networks.lstm(3, 5).everyStep().multiLabel(4));
    assertThat(steps.output(sequences).shape()).containsExactly(2, 4, 6);
    assertThat(init(Networks.lstm(3, 5).averagePooling().classifier(4)).output(sequences).shape())
        .containsExactly(2, 4);
  }

  @Test
  void embeddingsStandForIds() {
    INDArray ids = Nd4j.createFromArray(new float[][][] {{{1, 4, 0}}, {{6, 2, 2}}});
    MultiLayerNetwork mean = init(Networks.embedding(7, 3).averagePooling().classifier(4));
    assertThat(mean.numParams()).isEqualTo(7 * 3 + 3 * 4 + 4);
    assertThat(mean.output(ids).shape()).containsExactly(2, 4);
    INDArray vectors = mean.getLayer(0).getParam("W");
    INDArray expected = vectors.getRow(6).add(vectors.getRow(2)).add(vectors.getRow(2)).div(3);
    assertThat(mean.feedForward(ids).get(2).getRow(1).distance2(expected)).isLessThan(1e-6);
    MultiLayerNetwork last = init(Networks.embedding(7, 3, 5).classifier(4));
    assertThat(last.numParams()).isEqualTo(7 * 3 + 4 * 5 * (3 + 5 + 1) + 5 * 4 + 4);
    assertThat(last.output(ids).shape()).containsExactly(2, 4);
    assertThatThrownBy(() -> Networks.embedding(7, 3).classifier(4))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "Cannot build a network on embeddings alone (must be averagePooling, maxPooling or"
                + " everyStep, and not bidirectional)");
    assertThatThrownBy(() -> Networks.embedding(0, 3))
        .hasMessage("Invalid vocabulary: 0 (must be at least 1)");
  }

  @Test
  void bothDirectionsNeedMoreThanTheLastStep() {
    SequenceNetworkBuilder network = Networks.lstm(1, 2).bidirectional();
    assertThatThrownBy(() -> network.classifier(3))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "Cannot build a bidirectional network on the last step (must be averagePooling,"
                + " maxPooling or everyStep)");
  }
}
