package io.github.sparknn.training.engine.dl4j;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.Loader;

/** What this process has of CUDA: ND4J's backend, cards, driver, and NVIDIA's libraries. */
final class CudaHost {
  private static final String BACKEND = "org.nd4j.linalg.jcublas.JCublasBackend";
  private static final List<String> LIBRARIES = List.of("cudart", "cublas", "cusolver");
  private static final long SECONDS = 30;

  private CudaHost() {}

  /** Whether ND4J's CUDA backend is on the class path. */
  static boolean hasBackend() {
    return Nd4jGpus.class.getClassLoader().getResource(BACKEND.replace('.', '/') + ".class")
        != null;
  }

  /**
   * Why ND4J cannot compute on a card; empty if it can, as far as can be told before it loads.
   *
   * @param index of the card as CUDA counts in this process
   */
  static Optional<String> problem(int index) {
    List<CudaCard> cards;
    try {
      cards = visible(query("nvidia-smi"), System.getenv("CUDA_VISIBLE_DEVICES"));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.of(
          "nvidia-smi does not tell the cards: %s (it comes with NVIDIA's driver; into a container"
                  .formatted(e.getMessage())
              + " with NVIDIA_DRIVER_CAPABILITIES=compute,utility)");
    }
    if (index >= cards.size()) {
      return Optional.of(
          "there is no GPU %d (the driver shows this process %s)".formatted(index, cards));
    }
    Optional<String> ofCard = cards.get(index).problem();
    return ofCard.isPresent() ? ofCard : missingLibrary();
  }

  /** The cards that a process sees, in CUDA's order there. */
  static List<CudaCard> visible(List<CudaCard> cards, String visibleDevices) {
    if (visibleDevices == null) {
      return cards;
    }
    return List.of(visibleDevices.split(",")).stream()
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .map(name -> find(cards, name))
        .toList();
  }

  private static CudaCard find(List<CudaCard> cards, String name) {
    return cards.stream()
        .filter(card -> Integer.toString(card.index()).equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "CUDA_VISIBLE_DEVICES names '%s' (must be indices of %s)"
                        .formatted(name, cards)));
  }

  /**
   * Asks the driver.
   *
   * @param program nvidia-smi
   * @throws IOException if it cannot be started, fails, or takes longer than 30 seconds
   */
  static List<CudaCard> query(String program) throws IOException {
    Process process =
        new ProcessBuilder(program, "--query-gpu=" + CudaCard.QUERY, "--format=csv,noheader")
            .redirectErrorStream(true)
            .start();
    String text;
    try {
      text = new String(process.getInputStream().readAllBytes(), Charset.defaultCharset());
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        throw new IOException(program + " gives no answer");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    } finally {
      process.destroyForcibly();
    }
    if (process.exitValue() != 0) {
      throw new IOException(text.strip().lines().findFirst().orElse("exit " + process.exitValue()));
    }
    return text.lines().filter(line -> !line.isBlank()).map(CudaCard::parse).toList();
  }

  private static Optional<String> missingLibrary() {
    for (String library : LIBRARIES) {
      try {
        Loader.load(Class.forName("org.bytedeco.cuda.global." + library));
      } catch (ClassNotFoundException | LinkageError | UncheckedIOException e) {
        return Optional.of(
            "CUDA's library %s does not load: %s (install CUDA 11.6's runtime libraries, or put"
                    .formatted(library, e.getMessage())
                + " org.bytedeco:cuda:11.6-8.3-1.5.7:linux-x86_64-redist on the class path)");
      }
    }
    return Optional.empty();
  }
}
