package io.github.sparknn.training.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparknn.training.network.NetworkSpec;
import io.github.sparknn.training.network.Networks;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;

class EnginesTest {
  private static final NetworkSpec DENSE =
      NetworkSpec.of(Networks.classifier(4, new int[] {5}, "relu", 0.2, 3, new Adam(), 1));
  private static final NetworkSpec RECURRENT =
      NetworkSpec.of(
          new NeuralNetConfiguration.Builder()
              .list()
              .layer(new LSTM.Builder().nOut(4).build())
              .layer(new RnnOutputLayer.Builder().nOut(2).activation(Activation.SOFTMAX).build())
              .setInputType(InputType.recurrent(3))
              .build());

  @Test
  void autoTakesBlasForWhatItSupportsAndDl4jForTheRest() {
    assertThat(Engines.select("auto", DENSE).name()).isEqualTo("blas");
    assertThat(Engines.select("auto", RECURRENT).name()).isEqualTo("dl4j");
  }

  @Test
  void anEngineThatDeclinesTheNetworkSaysWhy() {
    assertThatThrownBy(() -> Engines.select("blas", RECURRENT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Cannot train the network with engine blas: ")
        .hasMessageContaining("LSTM");
  }

  @Test
  void dl4jAloneKnowsGpus() {
    assertThat(Engines.onGpus("auto", DENSE)).extracting(TrainingEngine::name).contains("dl4j");
    assertThat(Engines.onGpus("blas", DENSE)).isEmpty();
    assertThatThrownBy(() -> Engines.requireOnGpus("blas", DENSE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot train on device gpu with engine blas: it computes on CPUs only (must be one of"
                + " [dl4j])");
  }
}
