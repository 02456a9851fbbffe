package io.github.sparknn.training.engine.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import org.junit.jupiter.api.Test;

/** On a machine without a GPU, where ND4J takes its CPU backend. */
class Nd4jGpusTest {
  private final Nd4jGpus gpus = Nd4jGpus.INSTANCE;

  @Test
  void saysWhatTheCpuBackendLacks() {
    assumeThat(CudaHost.hasBackend()).isFalse();

    assertThat(gpus.isActive()).isFalse();
    assertThat(gpus.unavailable("0"))
        .contains("ND4J's backend is CPU (must be CUDA: build with -Pcuda)");
  }

  @Test
  void theCudaBuildSaysThatThereIsNoCard() {
    assumeThat(CudaHost.hasBackend()).isTrue();

    assertThat(gpus.isActive()).isFalse();
    assertThat(gpus.unavailable("0").orElseThrow())
        .startsWith("nvidia-smi does not tell the cards: ")
        .endsWith(
            "(it comes with NVIDIA's driver; into a container with"
                + " NVIDIA_DRIVER_CAPABILITIES=compute,utility)");
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
