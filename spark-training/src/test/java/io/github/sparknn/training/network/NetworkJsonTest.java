package io.github.sparknn.training.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JSON from strangers. */
class NetworkJsonTest {
  private static final String JSON =
      new NeuralNetConfiguration.Builder()
          .list()
          .layer(
              new OutputLayer.Builder()
                  .nIn(2)
                  .nOut(2)
                  .weightInit(new NormalDistribution(0, 1))
                  .build())
          .build()
          .toJson();

  private static void assertRefused(String json, String type) {
    assertThat(json).isNotEqualTo(JSON);
    assertThatThrownBy(() -> NetworkSpec.fromJson(json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot read network: it names the class %s (must be of org.deeplearning4j, org.nd4j or"
                    .formatted(type)
                + " io.github.sparknn)");
  }

  @Test
  void allowsDistributionsAndClassesOfOurs() {
    MultiLayerConfiguration read =
        MultiLayerConfiguration.fromJson(NetworkSpec.fromJson(JSON).json());

    assertThat(read.toJson()).isEqualTo(JSON);
  }

  @ParameterizedTest
  @CsvSource({
    "org.deeplearning4j.nn.conf.layers.OutputLayer, javax.swing.JEditorPane",
    "org.nd4j.linalg.activations.impl.ActivationSoftmax, org.nd4jx.Evil",
    "org.deeplearning4j.nn.conf.distribution.NormalDistribution, Evil",
    "org.nd4j.linalg.learning.config.Sgd, org.nd4j.List<java.lang.ProcessBuilder>",
  })
  void refusesOtherClasses(String known, String other) {
    assertRefused(JSON.replace("\"" + known + "\"", "\"" + other + "\""), other);
  }

  @Test
  void refusesThemEvenWhereALaterPropertyHidesThem() {
    String layer = "\"@class\" : \"org.deeplearning4j.nn.conf.layers.OutputLayer\"";

    assertRefused(JSON.replace(layer, "\"@class\" : \"evil.Layer\", " + layer), "evil.Layer");
  }

  @Test
  void refusesArraysOutsideOfObjects() {
    assertThatThrownBy(() -> NetworkSpec.fromJson("[[\"evil.Layer\", {}]]"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("it names the class evil.Layer");
  }

  /** Jackson reads ["class", {...}] too where it expects an object that names its class. */
  @Test
  void refusesThemInArrays() {
    String inArray = "\"layer\" : [\"evil.Layer\", {}], \"unused\" : {";

    assertRefused(JSON.replace("\"layer\" : {", inArray), "evil.Layer");
    assertRefused(JSON.replace("\"layer\" : {", inArray.replace("evil.", "")), "Layer");
    assertRefused(
        JSON.replace("\"layer\" : {", "\"layer\" : [\"evil.Layer\"], \"unused\" : {"),
        "evil.Layer");
  }

  @Test
  void refusesDeepNesting() {
    String deep = "{\"confs\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";

    assertThatThrownBy(() -> NetworkSpec.fromJson(deep))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot read network: it is nested 101 deep (must be 100 at most)");
    String named = "[\"org.nd4j.Any\",";
    assertThatThrownBy(() -> NetworkSpec.fromJson(named.repeat(1000) + "1" + "]".repeat(1000)))
        .hasMessageContaining("it is nested 10")
        .hasMessageContaining(" deep (must be 100 at most)");
  }
}
