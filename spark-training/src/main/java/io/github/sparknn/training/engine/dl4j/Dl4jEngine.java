package io.github.sparknn.training.engine.dl4j;

import io.github.sparknn.training.device.DeviceBinding;
import io.github.sparknn.training.engine.Replica;
import io.github.sparknn.training.engine.TrainingEngine;
import io.github.sparknn.training.network.NetworkSpec;
import io.github.sparknn.training.network.NetworkStates;
import java.util.Optional;
import org.deeplearning4j.nn.api.NeuralNetwork;

/** Trains whatever DL4J can express. */
public final class Dl4jEngine implements TrainingEngine {
  /** The engine's name. */
  public static final String NAME = "dl4j";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Optional<String> unsupported(NetworkSpec network) {
    return Optional.empty();
  }

  @Override
  public boolean isOffHeap() {
    return true;
  }

  @Override
  public Optional<String> unsupportedWeights(NetworkSpec network) {
    NeuralNetwork probe = network.newNetwork();
    try {
      return WeightedLoss.unsupported(probe);
    } finally {
      NetworkStates.close(probe);
    }
  }

  /** GPUs of NVIDIA, where ND4J's CUDA backend is on the class path in place of the CPU's. */
  @Override
  public Optional<DeviceBinding> gpus() {
    return Optional.of(Nd4jGpus.INSTANCE);
  }

  @Override
  public Replica newReplica(NetworkSpec network, int threads) {
    return new Dl4jReplica(network, threads);
  }
}
