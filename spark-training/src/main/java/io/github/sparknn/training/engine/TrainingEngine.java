package io.github.sparknn.training.engine;

import io.github.sparknn.training.device.DeviceBinding;
import io.github.sparknn.training.network.NetworkSpec;
import java.util.Optional;

/**
 * Makes replicas of a network on the machine where it is called. Implementations are stateless,
 * have a public no-argument constructor and are listed under {@code META-INF/services}.
 */
public interface TrainingEngine {

  /** The name by which a plan asks for this engine, for example {@code dl4j}. */
  String name();

  /** Why this engine cannot train the network (names the layer or option), or empty if it can. */
  Optional<String> unsupported(NetworkSpec network);

  /** Whether replicas keep their vectors and activations off-heap, else on the JVM's heap. */
  boolean isOffHeap();

  /** What ties this engine's replicas to GPUs, or empty if it computes on CPUs only. */
  default Optional<DeviceBinding> gpus() {
    return Optional.empty();
  }

  /**
   * Why this engine cannot count the examples of a network that it supports by weights (names the
   * layer or option), or empty if it can.
   */
  default Optional<String> unsupportedWeights(NetworkSpec network) {
    return Optional.empty();
  }

  /**
   * A replica with {@code threads} native threads for its computations. Its parameters are
   * unspecified until {@link Replica#load}.
   */
  Replica newReplica(NetworkSpec network, int threads);
}
