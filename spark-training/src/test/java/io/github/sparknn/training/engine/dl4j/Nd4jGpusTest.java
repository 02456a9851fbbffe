package io.github.sparknn.training.engine.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** On ND4J's CPU backend. */
class Nd4jGpusTest {
  private final Nd4jGpus gpus = Nd4jGpus.INSTANCE;

  @Test
  void saysWhatTheCpuBackendLacks() {
    assertThat(gpus.isActive()).isFalse();
    assertThat(gpus.unavailable("0"))
        .contains("ND4J's backend is CPU (must be CUDA: build with -Pcuda)");
  }

  @Test
  void takesIndicesForAddresses() {
    assertThatCode(() -> gpus.bind("0")).doesNotThrowAnyException();
    assertThat(Nd4jGpus.index("13")).isEqualTo(13);
    assertThatThrownBy(() -> gpus.bind("MIG-4d6b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot compute on GPU 'MIG-4d6b': the discovery script gives no index for address (must"
                + " be 0, 1, 2...)");
    assertThatThrownBy(() -> Nd4jGpus.index("-1"))
        .hasMessageStartingWith("Cannot compute on GPU '-1'");
  }
}
