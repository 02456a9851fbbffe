package io.github.sparknn.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.github.sparknn.estimators.NeuralNetworkClassifier;
import io.github.sparknn.training.network.LearningRateSchedule;
import io.github.sparknn.training.network.Networks;
import io.github.sparknn.training.network.Regularization;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nesterovs;

class NetworkSectionTest {
  private static String json(String yaml) throws JsonProcessingException {
    return NetworkSection.toJson(new YAMLMapper().readTree(yaml), 20);
  }

  @Test
  void imagesGoThroughTheLayersInOrder() throws JsonProcessingException {
    assertThat(
            json(
                """
                input: [1, 28, 28]
                layers: [{convolution: [10, 5]}, {maxPooling: 2}, {convolution: [20, 5]}, {maxPooling: 2}, {dense: 50}]
                classifier: 10
                optimizer: nesterov
                learningRate: 0.001
                """))
        .isEqualTo(
            Networks.cnn(1, 28, 28)
                .convolution(10, 5)
                .maxPooling(2)
                .convolution(20, 5)
                .maxPooling(2)
                .dense(50)
                .optimizer(new Nesterovs(0.001, 0.9))
                .classifier(10)
                .toJson());
    assertThat(
            json(
                "{input: [4, 3, 3], layers: [samePadding, {convolution: [6, 3]},"
                    + " batchNormalization, {averagePooling: 2}, {dense: [8, 9]}], multiLabel: 5}"))
        .isEqualTo(
            Networks.cnn(4, 3, 3)
                .samePadding()
                .convolution(6, 3)
                .batchNormalization()
                .averagePooling(2)
                .dense(8, 9)
                .optimizer(new Adam(1e-3))
                .multiLabel(5)
                .toJson());
  }

  @Test
  void weightsAndGradientsAreKeptSmallInEveryLayer() throws JsonProcessingException {
    String means = ", optimizer: nesterov, momentum: 0.5, l1: 0.25, l2: 0.125, gradientClip: 2}";
    assertThat(json("{input: 3, layers: [{dense: 4}], classifier: 2" + means))
        .isEqualTo(
            new Regularization(0.25, 0.125, false, 2)
                .applyTo(Networks.mlp(3, 4).optimizer(new Nesterovs(1e-3, 0.5)).classifier(2))
                .toJson());
    // Of one layer that gives its last step, or of a forward and a backward one; and of the output.
    assertThat(json("{input: 4, layers: [{lstm: 6}], regressor: 1" + means))
        .satisfies(json -> assertThat(json.split("L1Regularization", -1)).hasSize(1 + 2));
    assertThat(
            json("{input: 4, layers: [{lstm: 6}, bidirectional, maxPooling], regressor: 1" + means))
        .satisfies(json -> assertThat(json.split("L1Regularization", -1)).hasSize(1 + 3));
  }

  @Test
  void sequencesGoThroughRecurrentLayers() throws JsonProcessingException {
    assertThat(
            json(
                "{input: 4, layers: [{lstm: 16}, {lstm: 8}, bidirectional, averagePooling, {dense:"
                    + " 5}], regressor: 1, dropout: 0.25, seed: 9}"))
        .isEqualTo(
            Networks.lstm(4, 16, 8)
                .bidirectional()
                .averagePooling()
                .dense(5)
                .dropout(0.25)
                .seed(9)
                .regressor(1)
                .toJson());
  }

  @Test
  void idsGoThroughEmbeddings() throws JsonProcessingException {
    assertThat(json("{input: 40, layers: [{embedding: 8}, averagePooling], classifier: 2}"))
        .isEqualTo(Networks.embedding(40, 8).averagePooling().classifier(2).toJson());
    assertThat(json("{input: 40, layers: [{embedding: 8}, {lstm: 6}, {dense: 4}], classifier: 2}"))
        .isEqualTo(Networks.embedding(40, 8, 6).dense(4).classifier(2).toJson());
  }

  @Test
  void flatFeaturesGoThroughDenseLayers() throws JsonProcessingException {
    assertThat(json("{input: 4, layers: [{dense: 8}], classifier: 3, activation: tanh}"))
        .isEqualTo(Networks.mlp(4, 8).activation("tanh").classifier(3).toJson());
    assertThat(json("{input: 4, classifier: 3}")).isEqualTo(Networks.mlp(4).classifier(3).toJson());
  }

  @Test
  void theLearningRateGoesWithTheStagesEpochs() throws JsonProcessingException {
    String network = "{input: 4, layers: [{dense: 8}], classifier: 3, %s}";
    assertThat(json(network.formatted("schedule: step, decayEpochs: 5, decayRate: 0.5")))
        .isEqualTo(
            Networks.mlp(4, 8)
                .optimizer(
                    new LearningRateSchedule("step", 20, 1, 5, 0.5).applyTo(new Adam(1e-3), 1e-3))
                .classifier(3)
                .toJson());
    String cosine = network.formatted("schedule: warmup+cosine, warmupEpochs: 2");
    String expected =
        Networks.mlp(4, 8)
            .optimizer(
                new LearningRateSchedule("warmup+cosine", 7, 2, 10, 0.1)
                    .applyTo(new Adam(1e-3), 1e-3))
            .classifier(3)
            .toJson();
    assertThat(networkOf("{epochs: 7, network: " + cosine + "}")).isEqualTo(expected);
    assertThat(networkOf("{network: " + cosine + ", epochs: 7}")).isEqualTo(expected);
    assertThat(networkOf("{network: " + cosine + "}")).isNotEqualTo(expected);
  }

  @Test
  void aRegressorHasALoss() throws JsonProcessingException {
    assertThat(json("{input: 4, regressor: 2, loss: mae}"))
        .isEqualTo(Networks.mlp(4).regressor(2, "mae").toJson());
    assertThat(json("{input: 4, regressor: 2}")).isEqualTo(Networks.mlp(4).regressor(2).toJson());
  }

  @Test
  void aStageTakesASectionOrDl4jsOwnJson() throws JsonProcessingException {
    String network = Networks.mlp(4, 8).classifier(3).toJson();
    String text = new ObjectMapper().writeValueAsString(Map.of("network", network));

    assertThat(networkOf("{network: {input: 4, layers: [{dense: 8}], classifier: 3}}"))
        .isEqualTo(network);
    assertThat(networkOf(text)).isEqualTo(network);
  }

  private static String networkOf(String params) throws JsonProcessingException {
    StageSection section =
        new YAMLMapper().readValue("NeuralNetworkClassifier: " + params, StageSection.class);
    return ((NeuralNetworkClassifier) StageFactory.create(section, "stage")).getNetwork();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {inputs: 4, classifier: 3}|unknown key 'inputs' in network (did you mean 'input'?)
          {classifier: 3}|missing key 'input' in network
          {input: [2, 3], classifier: 3}|Invalid input: [2,3] (must be one number, or channels, height, width)
          {input: x, classifier: 3}|Invalid input: "x" (must be an integer or several)
          {input: 4}|Invalid network: outputs [] (must be one of [classifier, regressor, multiLabel])
          {input: 4, classifier: 3, regressor: 1}|Invalid network: outputs [classifier, regressor] (must be one of [classifier, regressor, multiLabel])
          {input: 4, layers: [{lstn: 8}], classifier: 3}|unknown layer 'lstn' in network (known: dense)
          {input: 4, layers: [{dense: [8, 9]}], classifier: 3}|Invalid dense: [8,9] (must be one number)
          {input: [1, 8, 8], layers: [{convolutions: [8, 3]}], classifier: 3}|unknown layer 'convolutions' in network (did you mean 'convolution'?)
          {input: [1, 8, 8], layers: [{convolution: 8}], classifier: 3}|Invalid convolution: 8 (must be filters, kernel)
          {input: [1, 8, 8], layers: [{convolution: [8, 9]}], classifier: 3}|Cannot add convolution: its windows of 9x9 do not fit images of 8x8 (must be smaller, or use samePadding)
          {input: 4, layers: [{lstm: 8}, {pooling: 2}], classifier: 3}|unknown layer 'pooling' in network (did you mean 'maxPooling'?)
          {input: 4, layers: [{lstm: 8}, {embedding: 8}], classifier: 3}|Cannot add embedding: it must be the first layer
          {input: 4, layers: [[8]], classifier: 3}|Invalid layer: [8] (must be one 'name: numbers')
          {input: 4, layers: {dense: 8}, classifier: 3}|Invalid layers: {"dense":8} (must be a list)
          {input: 4, layers: [{dense: 8.5}], classifier: 3}|Invalid dense: 8.5 (must be an integer or several)
          {input: [1, 8, 8], layers: [{dense: 8}, {maxPooling: 2}], classifier: 3}|Cannot add maxPooling: it follows a dense layer (must come before all dense layers)
          {input: [1, 8, 8], layers: [{batchNormalization: 8}], classifier: 3}|Invalid batchNormalization: 8 (must be 'batchNormalization' alone)
          {input: [1, 8, 8], layers: [{maxPooling: 2}, samePadding], classifier: 3}|Cannot pad images: layers have been added already
          {input: 4, layers: [{lstm: 8}, bidirectional], classifier: 3}|Cannot build a bidirectional network on the last step (must be averagePooling, maxPooling or everyStep)
          {input: 4, classifier: 3, seed: one}|Invalid seed: "one" (must be an integer)
          {input: 4, classifier: 3, optimizer: adm}|Invalid optimizer: adm (must be one of [adagrad, adam, adamw, nesterov, rmsprop, sgd])
          {input: 4, classifier: 3, momentum: 0.5}|Invalid momentum: 0.5 (must go with optimizer nesterov)
          {input: 4, classifier: 3, loss: mae}|Invalid loss: "mae" (must go with regressor)
          {input: 4, classifier: 3, decayEpochs: 5}|Invalid decayEpochs: 5 (must go with schedule step)
          {input: 4, classifier: 3, schedule: stepp}|Invalid schedule: stepp (must be one of [constant, step, cosine, warmup+cosine])
          {input: 4, classifier: 3, schedule: warmup+cosine, warmupEpochs: 20}|Invalid warmupEpochs: 20 (must be in [1, epochs), epochs being 20)
          {input: 4, classifier: 3, l2: -1}|Invalid l2: -1.0 (must be >= 0)
          {input: 4, classifier: 3, learningRate: fast}|Invalid learningRate: "fast" (must be a number)
          """)
  void whatCannotBeANetworkIsRefused(String yaml, String message) {
    assertThatThrownBy(() -> json(yaml))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
