package io.github.sparknn.training.engine.dl4j;

import io.github.sparknn.training.device.DeviceBinding;
import java.util.Optional;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.factory.Nd4j;

/** Ties ND4J's computations to a GPU, through the affinity manager of its CUDA backend. */
final class Nd4jGpus implements DeviceBinding {
  static final Nd4jGpus INSTANCE = new Nd4jGpus();

  private static final String CUDA = "CUDA";

  private Nd4jGpus() {}

  @Override
  public boolean isActive() {
    return CUDA.equals(backend());
  }

  /**
   * Asks the driver before ND4J loads, which fails in words of its own, or when it first computes.
   */
  @Override
  public Optional<String> unavailable(String address) {
    if (CudaHost.hasBackend()) {
      Optional<String> problem = CudaHost.problem(index(address));
      if (problem.isPresent()) {
        return problem;
      }
    }
    String backend;
    try {
      backend = backend();
    } catch (RuntimeException | LinkageError e) {
      return Optional.of("ND4J does not load: " + e);
    }
    if (!CUDA.equals(backend)) {
      return Optional.of(
          "ND4J's backend is %s (must be %s: build with -Pcuda)".formatted(backend, CUDA));
    }
    int devices = Nd4j.getAffinityManager().getNumberOfDevices();
    return index(address) < devices
        ? Optional.empty()
        : Optional.of("ND4J counts %d GPUs, Spark assigned GPU %s".formatted(devices, address));
  }

  private static String backend() {
    return String.valueOf(Nd4j.getExecutioner().getEnvironmentInformation().get("backend"));
  }

  @Override
  public void bind(String address) {
    AffinityManager devices = Nd4j.getAffinityManager();
    devices.unsafeSetDevice(index(address));
  }

  /**
   * The index that an address is.
   *
   * @throws IllegalArgumentException if it is none
   */
  static int index(String address) {
    if (!address.matches("\\d{1,4}")) {
      throw new IllegalArgumentException(
          "Cannot compute on GPU '%s': the discovery script gives no index for address (must be 0, 1,"
                  .formatted(address)
              + " 2...)");
    }
    return Integer.parseInt(address);
  }
}
