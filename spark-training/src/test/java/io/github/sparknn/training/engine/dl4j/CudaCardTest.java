package io.github.sparknn.training.engine.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Made-up cards: none of this was seen on one. */
class CudaCardTest {
  private static final CudaCard A100 = new CudaCard(0, "NVIDIA A100-SXM4-40GB", 8, 0, "510.47.03");

  @TempDir Path folder;

  private static CudaCard card(String capability, String driver) {
    return CudaCard.parse("1, NVIDIA Card, " + capability + ", " + driver);
  }

  @Test
  void readsWhatTheDriverTells() {
    assertThat(CudaCard.parse("0, NVIDIA A100-SXM4-40GB, 8.0, 510.47.03")).isEqualTo(A100);
    assertThat(CudaCard.parse("2, GeForce, the second, 7.5, 470.82"))
        .isEqualTo(new CudaCard(2, "GeForce, the second", 7, 5, "470.82"));
    assertThatThrownBy(() -> CudaCard.parse("No devices were found"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Cannot read nvidia-smi's line 'No devices were found' (must be"
                + " index,name,compute_cap,driver_version)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "3.7", "5.0", "5.2", "5.3", "6.0", "6.1", "6.2", "7.0", "7.2", "7.5", "8.0", "8.6", "8.7",
        "8.9"
      })
  void runsOnCardsOfTheCapabilitiesThatItHasCodeFor(String capability) {
    assertThat(card(capability, "535.104.05").problem()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.1", "3.0", "3.5", "9.0", "10.0", "12.0"})
  void refusesOthers(String capability) {
    assertThat(card(capability, "535.104.05").problem())
        .contains(
            "GPU 1 (NVIDIA Card) has compute capability "
                + capability
                + ", for which nd4j-cuda-11.6 has no code (must be 3.7, 5.x, 6.x, 7.x or 8.x:"
                + " Kepler's GK210, Maxwell to Ada); use another card, or device cpu, where engine"
                + " blas trains what it supports several times as fast as dl4j");
  }

  @ParameterizedTest
  @CsvSource({
    "450.80.02, true",
    "450.80.1, false",
    "450.102, true",
    "418.226.00, false",
    "550, true"
  })
  void needsADriverForItsCuda(String driver, boolean isNewEnough) {
    assertThat(card("8.0", driver).problem().isEmpty()).isEqualTo(isNewEnough);
  }

  @Test
  void namesTheDriverThatItNeeds() {
    assertThat(card("8.0", "418.226.00").problem())
        .contains(
            "GPU 1 (NVIDIA Card) has driver 418.226.00 (must be 450.80.02 or newer, for CUDA 11.6)");
  }

  @Test
  void countsCardsAsTheProcessSeesThem() {
    CudaCard second = card("7.5", "510.47.03");
    List<CudaCard> cards = List.of(A100, second);

    assertThat(CudaHost.visible(cards, null)).isEqualTo(cards);
    assertThat(CudaHost.visible(cards, "1, 0")).containsExactly(second, A100);
    assertThat(CudaHost.visible(cards, "")).isEmpty();
    assertThatThrownBy(() -> CudaHost.visible(cards, "GPU-8932f937"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "CUDA_VISIBLE_DEVICES names 'GPU-8932f937' (must be indices of [GPU 0 (NVIDIA"
                + " A100-SXM4-40GB), GPU 1 (NVIDIA Card)])");
  }

  @Test
  void asksTheDriversProgram() throws IOException {
    assertThat(CudaHost.query(program("echo '0, NVIDIA A100-SXM4-40GB, 8.0, 510.47.03'")))
        .containsExactly(A100);
    assertThatThrownBy(() -> CudaHost.query(program("echo 'NVIDIA-SMI has failed'; exit 9")))
        .isInstanceOf(IOException.class)
        .hasMessage("NVIDIA-SMI has failed");
    assertThatThrownBy(() -> CudaHost.query(folder.resolve("none").toString()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("none");
  }

  private String program(String script) throws IOException {
    Path file = folder.resolve("nvidia-smi");
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file.toString();
  }
}
