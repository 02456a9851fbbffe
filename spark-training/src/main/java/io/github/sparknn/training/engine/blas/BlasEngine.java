package io.github.sparknn.training.engine.blas;

import io.github.sparknn.training.engine.Replica;
import io.github.sparknn.training.engine.TrainingEngine;
import io.github.sparknn.training.network.NetworkSpec;
import java.util.Optional;

/**
 * Trains feed-forward and convolutional networks several times as fast as DL4J and gives the same
 * numbers within float rounding, dropout's random choices apart. Declines every layer and option
 * that it does not compute exactly as DL4J does.
 */
public final class BlasEngine implements TrainingEngine {
  /** The engine's name. */
  public static final String NAME = "blas";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Optional<String> unsupported(NetworkSpec network) {
    try {
      NetworkCompiler.compile(network);
      return Optional.empty();
    } catch (UnsupportedNetworkException e) {
      return Optional.of(e.getMessage());
    }
  }

  @Override
  public boolean isOffHeap() {
    return false;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the network is not supported
   */
  @Override
  public Replica newReplica(NetworkSpec network, int threads) {
    return new BlasReplica(NetworkCompiler.compile(network), BlasLibrary.instance(), threads);
  }
}
